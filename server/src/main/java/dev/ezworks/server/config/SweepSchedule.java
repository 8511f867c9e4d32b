package dev.ezworks.server.config;

import dev.ezworks.server.maintenance.Sweep;
import dev.ezworks.server.maintenance.SweepReport;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Sweeps at the start and then again and again, while the server runs. */
final class SweepSchedule implements SmartLifecycle {
    private final Sweep sweep;
    private final Duration interval;
    private final Consumer<SweepReport> listener;
    private @Nullable Disposable running;

    /** @param listener hears of every sweep when it is over */
    SweepSchedule(Sweep sweep, Duration interval, Consumer<SweepReport> listener) {
        if (interval.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException("a sweep comes every 100 ms at most, not every " + interval);
        }
        this.sweep = sweep;
        this.interval = interval;
        this.listener = listener;
    }

    @Override
    public synchronized void start() {
        running = Flux.interval(Duration.ZERO, interval)
                .onBackpressureDrop()
                .concatMap(tick -> sweep.run().doOnNext(listener), 1)
                .subscribe();
    }

    @Override
    public synchronized void stop() {
        if (running != null) {
            running.dispose();
            running = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }
}
