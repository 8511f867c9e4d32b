package dev.ezworks.server.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class DrainingSchedulerTest {
    private final Scheduler oneThread = Schedulers.newBoundedElastic(1, Integer.MAX_VALUE, "one-thread", 60, true);
    private final AtomicInteger held = new AtomicInteger();

    @AfterEach
    void stop() {
        oneThread.dispose();
    }

    @Test
    void cancelBeforeTheTurnShouldStillDiscardWhatWaits() {
        CountDownLatch busy = new CountDownLatch(1);
        oneThread.schedule(() -> awaitQuietly(busy));

        Disposable waiting = Flux.range(0, 10)
                .map(i -> slab())
                .publishOn(new DrainingScheduler(oneThread), 2)
                .doOnDiscard(Slab.class, Slab::release)
                .subscribe(Slab::release);
        assertThat(held).hasPositiveValue();
        waiting.dispose();
        busy.countDown();

        await().untilAsserted(() -> assertThat(held).hasValue(0));
    }

    @Test
    void elementsShouldComeInTheirOrder() {
        assertThat(Flux.range(0, 1000)
                        .publishOn(new DrainingScheduler(oneThread), 2)
                        .collectList()
                        .block())
                .containsExactlyElementsOf(Flux.range(0, 1000).toIterable());
    }

    private Slab slab() {
        held.incrementAndGet();
        return new Slab(new byte[1], 1, held::decrementAndGet);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
