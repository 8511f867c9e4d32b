package dev.ezworks.cli.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Tries again what failed for a reason that may pass, after pauses that double, each cut by chance so that many
 * clients do not come back at once. A server that says when to come back ({@code Retry-After}, RFC 9110 section
 * 10.2.3) is not asked earlier. For any number of transfers at once.
 */
public final class Retries {
    /** Nothing is tried again. */
    public static final Retries NONE = atMost(0);

    static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** A server that wants to be left alone for longer than this is taken at its word: the transfer fails. */
    static final Duration MOST_PATIENCE = Duration.ofMinutes(5);

    /** One try of something. */
    @FunctionalInterface
    public interface Attempt<T> {
        T run() throws IOException;
    }

    private final int most;
    private final Pause pause;
    private final DoubleSupplier chance;

    /**
     * @param most how often something is tried again without getting on; 0: never
     * @param chance numbers from 0 to 1
     */
    Retries(int most, Pause pause, DoubleSupplier chance) {
        this.most = most;
        this.pause = pause;
        this.chance = chance;
    }

    /**
     * Retries with real pauses.
     *
     * @param most how often something is tried again without getting on; 0: never
     */
    public static Retries atMost(int most) {
        return new Retries(most, Pause.SLEEP, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** Tries something that begins anew each time; the listener is told so. */
    public <T> T run(Attempt<T> attempt, TransferListener listener) throws IOException {
        return run(
                () -> {
                    listener.startOver();
                    return attempt.run();
                },
                () -> 0,
                listener);
    }

    /**
     * Tries something that goes on where it stopped. Whenever it got further than ever before, the tries are counted
     * anew.
     *
     * @param reached how far it is, in bytes, asked after each try that failed; it may have fallen back
     * @throws ClientException the last failure
     */
    public <T> T run(Attempt<T> attempt, LongSupplier reached, TransferListener listener) throws IOException {
        int failures = 0;
        long furthest = reached.getAsLong();
        while (true) {
            try {
                return attempt.run();
            } catch (ClientException e) {
                long now = reached.getAsLong();
                failures = now > furthest ? 0 : failures;
                furthest = Math.max(furthest, now);
                Optional<Duration> time = pause(failures++, e);
                if (time.isEmpty()) {
                    throw e;
                }
                listener.waiting(time.get(), e);
                sleep(time.get());
            }
        }
    }

    /** How long to wait after so many failures before this one; empty: it is not tried again. */
    private Optional<Duration> pause(int failures, ClientException e) {
        if (!e.worthRetrying() || failures >= most) {
            return Optional.empty();
        }
        Duration asked = e.retryAfter().orElse(Duration.ZERO);
        Duration own = jittered(doubled(failures));
        Duration longer = asked.compareTo(own) > 0 ? asked : own;
        return Optional.of(longer).filter(time -> time.compareTo(MOST_PATIENCE) <= 0);
    }

    private static Duration doubled(int times) {
        Duration pause = FIRST_PAUSE;
        for (int i = 0; i < times && pause.compareTo(LONGEST_PAUSE) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** From half of it to all of it. */
    private Duration jittered(Duration whole) {
        return Duration.ofNanos((long) (whole.toNanos() * (0.5 + chance.getAsDouble() / 2)));
    }

    private void sleep(Duration time) throws InterruptedIOException {
        try {
            pause.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting to try again");
        }
    }
}
