package dev.ezworks.server.maintenance;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Holds one flow of bytes to a rate by making it wait. What it did not use in time is not made up for. */
final class Pace {
    // Timers are not more exact than some milliseconds: fewer, longer waits come closer to the rate.
    private static final long SHORTEST_WAIT = TimeUnit.MILLISECONDS.toNanos(20);
    // Should the clock be set back.
    private static final long LONGEST_DEBT = TimeUnit.SECONDS.toNanos(10);
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long bytesPerSecond;
    private final Scheduler timer;
    private long paidUntil;

    /** @param bytesPerSecond 0: as fast as it goes */
    Pace(long bytesPerSecond, Scheduler timer) {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("a rate is 0 bytes per second or more, not " + bytesPerSecond);
        }
        this.bytesPerSecond = bytesPerSecond;
        this.timer = timer;
    }

    /** Completes when it is time for more than these bytes. */
    Mono<Void> after(int bytes) {
        return bytesPerSecond == 0 ? Mono.empty() : Mono.defer(() -> await(bytes));
    }

    private Mono<Void> await(int bytes) {
        long now = timer.now(TimeUnit.NANOSECONDS);
        long begin = Math.min(Math.max(paidUntil, now), now + LONGEST_DEBT);
        paidUntil = begin + (long) (bytes * SECOND / bytesPerSecond);
        long wait = paidUntil - now;
        return wait < SHORTEST_WAIT
                ? Mono.empty()
                : Mono.delay(Duration.ofNanos(wait), timer).then();
    }
}
