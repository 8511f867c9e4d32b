package dev.ezworks.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final AtomicLong now = new AtomicLong();

    @Test
    void withoutALimitAllShouldMoveAtOnce() throws Exception {
        assertThat(RateLimit.NONE.take(1_000_000_000)).isEqualTo(1_000_000_000);
    }

    @Test
    void bytesShouldMoveAtTheRate() throws Exception {
        assertThat(timeFor(5_000_000, limit(1_000_000))).isBetween(Duration.ofMillis(4_800), Duration.ofMillis(5_000));
    }

    @Test
    void aSlowRateShouldMoveSmallPieces() throws Exception {
        assertThat(limit(1000).take(1_000_000)).isEqualTo(100);
        assertThat(limit(1).take(1_000_000)).isEqualTo(1);
    }

    @Test
    void aLongStandstillShouldNotBeMadeUpFor() throws Exception {
        RateLimit limit = limit(1_000_000);
        timeFor(100_000, limit);
        now.addAndGet(Duration.ofHours(1).toNanos());

        assertThat(timeFor(5_000_000, limit)).isGreaterThan(Duration.ofMillis(4_500));
    }

    @Test
    void whoWaitsShouldBeInterruptible() {
        RateLimit limit = new RateLimit(1, now::get, time -> {
            throw new InterruptedException();
        });

        assertThatThrownBy(() -> limit.take(1)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private RateLimit limit(long bytesPerSecond) {
        return new RateLimit(bytesPerSecond, now::get, time -> now.addAndGet(time.toNanos()));
    }

    private Duration timeFor(int bytes, RateLimit limit) throws InterruptedIOException {
        long startedAt = now.get();
        int left = bytes;
        while (left > 0) {
            left -= limit.take(left);
        }
        return Duration.ofNanos(now.get() - startedAt);
    }
}
