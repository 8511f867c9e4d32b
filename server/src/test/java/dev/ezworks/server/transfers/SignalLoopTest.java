package dev.ezworks.server.transfers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.server.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SignalLoopTest {
    private static final int THREADS = 4;
    private static final int SIGNALS = 20_000;

    @Test
    void roundsShouldNotRunAtOnceAndMissNothing() throws Exception {
        Queue<Integer> given = new ConcurrentLinkedQueue<>();
        // Not made for many threads: the loop has to see to that.
        List<Integer> taken = new ArrayList<>();
        AtomicBoolean running = new AtomicBoolean();
        AtomicBoolean overlapped = new AtomicBoolean();
        SignalLoop testee = new SignalLoop(() -> {
            overlapped.compareAndSet(false, running.getAndSet(true));
            for (Integer next = given.poll(); next != null; next = given.poll()) {
                taken.add(next);
            }
            running.set(false);
        });

        CompletableFuture<?>[] threads = IntStream.range(0, THREADS)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> IntStream.range(0, SIGNALS)
                        .forEach(number -> {
                            given.add(thread * SIGNALS + number);
                            testee.signal();
                        })))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(threads).get(Await.TIMEOUT.toSeconds(), TimeUnit.SECONDS);

        assertThat(overlapped).isFalse();
        assertThat(taken.stream().sorted().toList())
                .isEqualTo(IntStream.range(0, THREADS * SIGNALS).boxed().toList());
    }

    @Test
    void signalWithinARoundShouldBeAnsweredAfterIt() {
        List<String> steps = new ArrayList<>();
        AtomicReference<Runnable> again = new AtomicReference<>(() -> {});
        SignalLoop testee = new SignalLoop(() -> {
            steps.add("begins");
            again.getAndSet(() -> {}).run();
            steps.add("ends");
        });
        again.set(testee::signal);

        testee.signal();

        assertThat(steps).containsExactly("begins", "ends", "begins", "ends");
    }
}
