package dev.ezworks.server.metrics;

import dev.ezworks.server.maintenance.SweepReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Counts sweeps and what they did. */
public final class SweepMetrics implements Consumer<SweepReport> {
    private final Clock clock;
    private final AtomicLong lastSuccess = new AtomicLong();
    private final Counter runs;
    private final Counter uploads;
    private final Counter versions;
    private final Counter failures;

    public SweepMetrics(MeterRegistry registry, Clock clock) {
        this.clock = clock;
        this.runs = Counter.builder("ezworks.sweep.runs")
                .description("Sweeps that are over")
                .register(registry);
        this.uploads = removed("upload", registry);
        this.versions = removed("version", registry);
        this.failures = Counter.builder("ezworks.sweep.failures")
                .description("What a sweep could not do and left to the next")
                .register(registry);
        Gauge.builder("ezworks.sweep.last.success.timestamp", lastSuccess, AtomicLong::get)
                .description("End of the last sweep without a failure")
                .baseUnit("seconds")
                .register(registry);
    }

    private static Counter removed(String kind, MeterRegistry registry) {
        return Counter.builder("ezworks.sweep.removed")
                .description("Contents removed")
                .tag("kind", kind)
                .register(registry);
    }

    @Override
    public void accept(SweepReport report) {
        runs.increment();
        uploads.increment((double) report.uploads());
        versions.increment((double) report.versions());
        failures.increment((double) report.failures());
        if (report.failures() == 0) {
            lastSuccess.set(clock.instant().getEpochSecond());
        }
    }
}
