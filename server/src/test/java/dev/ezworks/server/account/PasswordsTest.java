package dev.ezworks.server.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.server.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.test.StepVerifier;

class PasswordsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Scheduler scheduler = Passwords.scheduler(2, 3);

    @AfterEach
    void disposeOfScheduler() {
        scheduler.dispose();
    }

    @Test
    void hashShouldMatchItsPasswordOnly() {
        Passwords passwords = new Passwords(new ReversingHasher(), scheduler);
        String hash = Await.one(passwords.hash("secret"));
        assertThat(passwords.matches("secret", hash).block(TIMEOUT)).isTrue();
        assertThat(passwords.matches("Secret", hash).block(TIMEOUT)).isFalse();
    }

    @Test
    void matchNobodyShouldComputeAsOftenAsMatches() {
        ReversingHasher matching = new ReversingHasher();
        new Passwords(matching, scheduler).matches("secret", "new:other").block(TIMEOUT);
        ReversingHasher nobody = new ReversingHasher();
        new Passwords(nobody, scheduler).matchNobody("secret").block(TIMEOUT);
        assertThat(nobody.computations()).isEqualTo(matching.computations()).isEqualTo(1);
    }

    @Test
    void nothingShouldBeComputedOnTheCallersThread() {
        String[] thread = new String[1];
        Passwords passwords = new Passwords(
                new OnHash(() -> thread[0] = Thread.currentThread().getName()), scheduler);
        passwords.hash("secret").block(TIMEOUT);
        assertThat(thread[0]).isEqualTo("passwords");
    }

    @Test
    void moreThanTheQueueHoldsShouldBeRefusedAsBusyAndTheRestServed() {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger();
        Passwords passwords = new Passwords(
                new OnHash(() -> {
                    running.incrementAndGet();
                    awaitGate(gate);
                }),
                scheduler);

        // Two threads and three places in the queue.
        Mono<List<String>> five =
                Flux.range(0, 5).flatMap(i -> passwords.hash("secret")).collectList();
        StepVerifier verifier = StepVerifier.create(five)
                .assertNext(hashes -> assertThat(hashes).hasSize(5))
                .expectComplete()
                .verifyLater();
        await().atMost(TIMEOUT).until(() -> running.get() == 2);

        StepVerifier.create(passwords.matchNobody("secret"))
                .expectError(BusyException.class)
                .verify(TIMEOUT);
        assertThat(running).hasValue(2);
        gate.countDown();
        verifier.verify(TIMEOUT);
    }

    @Test
    void callerWhoLeavesWhileWaitingShouldNotBeServed() {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger();
        Passwords passwords = new Passwords(
                new OnHash(() -> {
                    running.incrementAndGet();
                    awaitGate(gate);
                }),
                scheduler);
        StepVerifier busy = StepVerifier.create(Flux.range(0, 2).flatMap(i -> passwords.hash("secret")))
                .expectNextCount(2)
                .expectComplete()
                .verifyLater();
        await().atMost(TIMEOUT).until(() -> running.get() == 2);

        Disposable leaver = passwords.hash("secret").subscribe();
        leaver.dispose();
        gate.countDown();
        busy.verify(TIMEOUT);
        passwords.hash("next").block(TIMEOUT);
        assertThat(running).hasValue(3);
    }

    private static void awaitGate(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does something before it gives a hash. */
    private record OnHash(Runnable action) implements PasswordHasher {
        @Override
        public String hash(String password) {
            action.run();
            return "hash of " + password.getBytes(UTF_8).length + " bytes";
        }

        @Override
        public boolean matches(String password, String hash) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOutdated(String hash) {
            throw new UnsupportedOperationException();
        }
    }
}
