package dev.ezworks.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.server.testing.Metrics;
import dev.ezworks.server.testing.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What docs/operate/monitoring.md says of metrics is what there is. */
class MonitoringDocumentTest {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.onDisk();

    // The first column of the table.
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z]+_[a-z_]+)` \\|");

    @Test
    void everyMetricShouldBeDocumentedAndNoOther() throws IOException {
        // There are timers that come with the first request and the first question to the store.
        SERVER.operator().get("/ops/files");
        Set<String> given = Metrics.of(SERVER).names();
        Set<String> documented = documented();

        assertThat(given).containsAll(documented);
        assertThat(documented)
                .containsAll(given.stream()
                        .filter(name -> name.startsWith("ezworks_"))
                        // Micrometer's own, beside each timer.
                        .filter(name -> !name.endsWith("_seconds_max"))
                        .toList());
    }

    private static Set<String> documented() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "operate", "monitoring.md"));
        return ROW.matcher(page).results().map(row -> row.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }
}
