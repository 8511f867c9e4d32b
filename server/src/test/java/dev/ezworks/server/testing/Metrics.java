package dev.ezworks.server.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a server's {@code /actuator/prometheus} says at one moment. */
public final class Metrics {
    private static final String TYPE = "# TYPE ";

    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Set<String> names = new TreeSet<>();
    private final String text;

    /** @param text in Prometheus' own format */
    public Metrics(String text) {
        this.text = text;
        text.lines().forEach(line -> {
            if (line.startsWith(TYPE)) {
                names.add(line.substring(TYPE.length(), line.indexOf(' ', TYPE.length())));
            } else if (!line.startsWith("#")) {
                int end = line.lastIndexOf(' ');
                samples.put(line.substring(0, end), Double.valueOf(line.substring(end + 1)));
            }
        });
    }

    /** Asks the server. */
    public static Metrics of(RunningServer server) {
        return new Metrics(Answers.text(server.stranger().get("/actuator/prometheus", "Accept", "text/plain")));
    }

    /** The value of a sample, its labels in the order of the alphabet; 0 if there is none. */
    public double value(String sample) {
        return samples.getOrDefault(sample, 0.0);
    }

    /** Every metric's name. */
    public Set<String> names() {
        return names;
    }

    @Override
    public String toString() {
        return text;
    }
}
