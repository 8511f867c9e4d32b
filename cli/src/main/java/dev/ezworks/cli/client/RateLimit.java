package dev.ezworks.cli.client;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many bytes a second may move, over all transfers of a run together. Whoever is about to move some asks first,
 * and waits for their turn in a queue that is measured in time.
 */
public final class RateLimit {
    /** Bytes may move as fast as they go. */
    public static final RateLimit NONE = new RateLimit(0, System::nanoTime, Pause.SLEEP);

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** So many pieces a second at least: nothing stands still for long, and an interrupt is heard. */
    private static final int PIECES_PER_SECOND = 10;

    /** What may be caught up with after a pause that was not ours, such as a slow disk's. */
    private static final long CREDIT_NANOS = NANOS_PER_SECOND / 4;

    private final long bytesPerSecond;
    private final LongSupplier nanoTime;
    private final Pause pause;
    private long freeAt;

    /** @param bytesPerSecond 0: no limit */
    RateLimit(long bytesPerSecond, LongSupplier nanoTime, Pause pause) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        this.pause = pause;
        this.freeAt = nanoTime.getAsLong();
    }

    /**
     * A limit.
     *
     * @param bytesPerSecond at least 1
     */
    public static RateLimit of(long bytesPerSecond) {
        return new RateLimit(bytesPerSecond, System::nanoTime, Pause.SLEEP);
    }

    /**
     * Waits until bytes may move, and answers how many.
     *
     * @param wanted at least 1
     * @return from 1 to {@code wanted}
     */
    int take(int wanted) throws InterruptedIOException {
        if (bytesPerSecond == 0) {
            return wanted;
        }
        int granted = (int) Math.max(1, Math.min(wanted, bytesPerSecond / PIECES_PER_SECOND));
        try {
            pause.sleep(Duration.ofNanos(book(granted)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for --limit-rate");
        }
        return granted;
    }

    /** Takes the next free stretch of time for these bytes and answers how long it is until then. */
    private synchronized long book(int bytes) {
        long now = nanoTime.getAsLong();
        long startsAt = Math.max(freeAt, now - CREDIT_NANOS);
        freeAt = startsAt + (long) ((double) bytes / bytesPerSecond * NANOS_PER_SECOND);
        return Math.max(0, startsAt - now);
    }
}
