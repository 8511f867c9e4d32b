package dev.ezworks.server.config;

import dev.ezworks.server.maintenance.Sweep;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Sweeps at the start and then again and again, while the server runs. */
final class SweepSchedule implements SmartLifecycle {
    private final Sweep sweep;
    private final Duration interval;
    private @Nullable Disposable running;

    SweepSchedule(Sweep sweep, Duration interval) {
        if (interval.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException("a sweep comes every 100 ms at most, not every " + interval);
        }
        this.sweep = sweep;
        this.interval = interval;
    }

    @Override
    public synchronized void start() {
        running = Flux.interval(Duration.ZERO, interval)
                .onBackpressureDrop()
                .concatMap(tick -> sweep.run(), 1)
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
