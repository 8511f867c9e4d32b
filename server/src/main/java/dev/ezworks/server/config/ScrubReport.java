package dev.ezworks.server.config;

import dev.ezworks.server.files.StoredFile;
import dev.ezworks.server.maintenance.Finding;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells of a scrub as lines of JSON, for the command line: {@code file} for each version that is not simply whole,
 * {@code progress} now and then, and at the end either {@code summary} or {@code error}.
 */
final class ScrubReport {
    private static final Duration PROGRESS_EVERY = Duration.ofMinutes(1);

    private final JsonMapper json = new JsonMapper();
    private final PrintStream lines;
    private final Clock clock;
    private final Instant begun;
    private Instant toldOfProgress;
    private long whole;
    private long damaged;
    private long unchecked;
    private long mended;
    private long bytes;

    ScrubReport(PrintStream lines, Clock clock) {
        this.lines = lines;
        this.clock = clock;
        this.begun = clock.instant();
        this.toldOfProgress = begun;
    }

    void found(Finding finding) {
        switch (finding.state()) {
            case WHOLE -> {
                whole++;
                bytes += finding.file().size();
                if (finding.mended()) {
                    mended++;
                    tell("mended", finding);
                }
            }
            case DAMAGED -> {
                damaged++;
                tell("damaged", finding);
            }
            case UNCHECKED -> {
                unchecked++;
                tell("unchecked", finding);
            }
        }
        Instant now = clock.instant();
        if (!now.isBefore(toldOfProgress.plus(PROGRESS_EVERY))) {
            toldOfProgress = now;
            line(figures("progress"));
        }
    }

    private void tell(String status, Finding finding) {
        StoredFile file = finding.file();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", "file");
        line.put("status", status);
        line.put("owner", file.owner().value());
        line.put("name", file.name().value());
        line.put("version", file.version());
        line.put("content", file.content().value());
        line.put("size", file.size());
        if (!finding.detail().isEmpty()) {
            line.put("reason", finding.detail());
        }
        line(line);
    }

    void completed() {
        line(figures("summary"));
    }

    void failed(String reason) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", "error");
        line.put("reason", reason);
        line(line);
    }

    private Map<String, Object> figures(String type) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", type);
        line.put("whole", whole);
        line.put("damaged", damaged);
        line.put("unchecked", unchecked);
        line.put("mended", mended);
        line.put("bytes", bytes);
        line.put("seconds", Duration.between(begun, clock.instant()).toMillis() / 1000.0);
        return line;
    }

    private void line(Map<String, Object> line) {
        lines.println(json.writeValueAsString(line));
    }
}
