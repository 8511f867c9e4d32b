package dev.ezworks.server.config;

import dev.ezworks.server.maintenance.BackgroundScrub;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Looks again and again whether it is time to scrub, while the server runs. */
final class ScrubSchedule implements SmartLifecycle {
    /** A start has other things to do first, and many starts one after the other should not read everything. */
    private static final Duration FIRST_LOOK = Duration.ofMinutes(1);

    private static final Duration LOOK_EVERY = Duration.ofMinutes(10);
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final BackgroundScrub scrub;
    private final Duration interval;
    private @Nullable Disposable running;

    /** @param interval zero: never */
    ScrubSchedule(BackgroundScrub scrub, Duration interval) {
        if (!interval.isZero() && interval.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("a scrub comes every 100 ms at most, not every " + interval);
        }
        this.scrub = scrub;
        this.interval = interval;
    }

    @Override
    public synchronized void start() {
        Flux<Long> looks = interval.isZero() ? Flux.never() : Flux.interval(shorter(FIRST_LOOK), shorter(LOOK_EVERY));
        running = looks.onBackpressureDrop()
                .concatMap(tick -> scrub.runIfDue(), 1)
                .subscribe();
    }

    private Duration shorter(Duration usual) {
        return interval.compareTo(usual) < 0 ? interval : usual;
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
