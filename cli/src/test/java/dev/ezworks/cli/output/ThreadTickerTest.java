package dev.ezworks.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ThreadTickerTest {
    private static final long PATIENCE_SECONDS = 30;

    @Test
    void aTaskShouldRunOverAndOverUntilItIsClosed() throws InterruptedException {
        CountDownLatch threeTimes = new CountDownLatch(3);
        AtomicReference<Thread> running = new AtomicReference<>();

        Ticker.Ticking ticking = new ThreadTicker().every(Duration.ofMillis(1), () -> {
            running.set(Thread.currentThread());
            threeTimes.countDown();
        });
        assertThat(threeTimes.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        ticking.close();

        Thread thread = Objects.requireNonNull(running.get());
        assertThat(thread.isDaemon()).isTrue();
        thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        assertThat(thread.isAlive()).isFalse();
    }
}
