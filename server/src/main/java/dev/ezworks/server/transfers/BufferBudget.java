package dev.ezworks.server.transfers;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/**
 * The memory that the buffers of all transfers share. Past it whoever wants more waits, first come, first served: the
 * answer to a full budget is back-pressure, never an error.
 *
 * <p>While somebody waits, {@linkplain #onPressure whoever asked to be told} hears of it every second, so that memory
 * that is only half used need not stay so.
 *
 * <p>Arrays of {@link #POOLED} bytes are kept for reuse: fresh ones of that size would be a garbage collector's
 * humongous objects.
 */
public final class BufferBudget {
    /** The array size that is pooled, in bytes. */
    public static final int POOLED = 1024 * 1024;

    private static final int MAX_IDLE = 16;
    private static final Duration PRESSURE_EVERY = Duration.ofSeconds(1);

    private final long total;
    private final Deque<Request> waiting = new ArrayDeque<>();
    private final Deque<byte[]> idle = new ArrayDeque<>();
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
    private boolean pressing;
    private long inUse;

    /** @param total in bytes, at least {@link #POOLED} */
    public BufferBudget(long total) {
        if (total < POOLED) {
            throw new IllegalArgumentException("a buffer budget has at least " + POOLED + " bytes");
        }
        this.total = total;
    }

    /**
     * Asks for an array of this size. {@code granted} is called once, at once or later on the thread that made room,
     * unless the request is cancelled before; it must not block.
     *
     * @param bytes 1 to {@link #POOLED}
     */
    public Request acquire(int bytes, Consumer<Memory> granted) {
        Request request = new Request(bytes, granted);
        synchronized (this) {
            waiting.add(request);
        }
        grantWhatFits();
        pressWhileSomebodyWaits();
        return request;
    }

    /** Runs {@code listener} every second while anybody waits, until what is returned is disposed of. */
    public Disposable onPressure(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void pressWhileSomebodyWaits() {
        synchronized (this) {
            if (pressing || waiting.isEmpty()) {
                return;
            }
            pressing = true;
        }
        Schedulers.parallel().schedule(this::press, PRESSURE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void press() {
        listeners.forEach(Runnable::run);
        synchronized (this) {
            pressing = false;
        }
        pressWhileSomebodyWaits();
    }

    /**
     * An array of this size if there is room now and nobody waits. For whoever holds memory already: waiting for more
     * with some in hand is how deadlocks begin.
     *
     * @param bytes 1 to {@link #POOLED}
     */
    public Optional<Memory> tryAcquire(int bytes) {
        synchronized (this) {
            return waiting.isEmpty() && fits(bytes) ? Optional.of(take(bytes)) : Optional.empty();
        }
    }

    /** All there is, in bytes. */
    public long total() {
        return total;
    }

    /** How many requests wait for memory. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /** Bytes granted and not given back. */
    public synchronized long inUse() {
        return inUse;
    }

    private void grantWhatFits() {
        while (true) {
            Request next;
            Memory memory;
            synchronized (this) {
                next = waiting.peek();
                if (next == null || !fits(next.bytes)) {
                    return;
                }
                waiting.remove();
                memory = take(next.bytes);
            }
            next.granted.accept(memory);
        }
    }

    private boolean fits(int bytes) {
        return inUse + bytes <= total;
    }

    private Memory take(int bytes) {
        inUse += bytes;
        byte[] pooled = bytes == POOLED ? idle.poll() : null;
        return new Memory(pooled != null ? pooled : new byte[bytes]);
    }

    private void giveBack(byte[] array) {
        synchronized (this) {
            inUse -= array.length;
            if (array.length == POOLED && idle.size() < MAX_IDLE) {
                idle.push(array);
            }
        }
        grantWhatFits();
    }

    /** A wish for memory. */
    public final class Request {
        private final int bytes;
        private final Consumer<Memory> granted;

        private Request(int bytes, Consumer<Memory> granted) {
            this.bytes = bytes;
            this.granted = granted;
        }

        /** Withdraws the request; what has been granted meanwhile must still be released. */
        public void cancel() {
            synchronized (BufferBudget.this) {
                waiting.remove(this);
            }
            grantWhatFits();
        }
    }

    /** An array out of the budget. */
    public final class Memory {
        private final byte[] array;
        private boolean released;

        private Memory(byte[] array) {
            this.array = array;
        }

        public byte[] array() {
            return array;
        }

        /** Gives the array back; it must not be touched afterwards. A second call does nothing. */
        public void release() {
            synchronized (this) {
                if (released) {
                    return;
                }
                released = true;
            }
            giveBack(array);
        }
    }
}
