package dev.ezworks.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.server.MutableClock;
import dev.ezworks.server.maintenance.SweepReport;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SweepMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MutableClock clock = new MutableClock();
    private final SweepMetrics metrics = new SweepMetrics(registry, clock);

    @Test
    void whatSweepsDoShouldAddUp() {
        metrics.accept(new SweepReport(3, 7, 0));
        metrics.accept(new SweepReport(1, 4, 5));

        assertThat(count("ezworks.sweep.runs")).isEqualTo(2);
        assertThat(removed("upload")).isEqualTo(4);
        assertThat(removed("version")).isEqualTo(11);
        assertThat(count("ezworks.sweep.failures")).isEqualTo(5);
    }

    @Test
    void onlyASweepWithoutAFailureShouldBeASuccess() {
        assertThat(lastSuccess()).isZero();

        metrics.accept(new SweepReport(0, 0, 0));
        long success = clock.instant().getEpochSecond();
        clock.advance(Duration.ofHours(1));
        metrics.accept(new SweepReport(2, 0, 1));

        assertThat(lastSuccess()).isEqualTo((double) success);
    }

    private double count(String name) {
        return registry.get(name).counter().count();
    }

    private double removed(String kind) {
        return registry.get("ezworks.sweep.removed").tag("kind", kind).counter().count();
    }

    private double lastSuccess() {
        return registry.get("ezworks.sweep.last.success.timestamp").gauge().value();
    }
}
