package dev.ezworks.e2e.workload;

import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Servers of one store, as a client sees them who does not give up: it asks again, the next one, while the answer is 503
 * or the connection breaks.
 */
public final class Servers {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final List<Supplier<Api>> servers;
    private final AtomicInteger turn = new AtomicInteger();

    /** @param servers each may be another one from time to time */
    public Servers(List<Supplier<Api>> servers) {
        this.servers = List.copyOf(servers);
    }

    /** The next one. */
    Api next() {
        return servers.get(Math.floorMod(turn.getAndIncrement(), servers.size()))
                .get();
    }

    /** The first answer that is not 503; the last one after a while. */
    public Answer answer(Function<Api, Answer> request) {
        return ask(request).answer();
    }

    /** The same, with how often it took. */
    Attempts ask(Function<Api, Answer> request) {
        // From the first failure: the request itself may be held up for long before that.
        Instant giveUp = Instant.MAX;
        for (int failed = 0; ; failed++) {
            try {
                Answer answer = request.apply(next());
                if (answer.status() != 503 || Instant.now().isAfter(giveUp)) {
                    return new Attempts(answer, failed);
                }
                requireRetryAfter(answer);
            } catch (UncheckedIOException e) {
                if (Instant.now().isAfter(giveUp)) {
                    throw e;
                }
            }
            if (failed == 0) {
                giveUp = Instant.now().plus(PATIENCE);
            }
            // As a client pauses that does not want to make things worse.
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static void requireRetryAfter(Answer answer) {
        if (answer.header("Retry-After").isEmpty()) {
            throw new AssertionError("503 without Retry-After: " + answer);
        }
    }
}
