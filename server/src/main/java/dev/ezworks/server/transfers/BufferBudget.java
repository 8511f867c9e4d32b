package dev.ezworks.server.transfers;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The memory that the buffers of all transfers share. Past it whoever wants more waits: the answer to a full budget is
 * back-pressure, never an error.
 *
 * <p>Every transfer has a {@linkplain #share() share}. Of those who wait, who holds least goes first, and of equals who
 * came first: so uploads and downloads, however many and however greedy, get as much as each other, and who has nothing
 * waits for nobody who came later. Nobody overtakes: while the first does not fit, nobody else is served.
 *
 * <p>That there is no deadlock is up to those who ask: nobody may wait for memory while holding some that only the end
 * of the waiting would bring back.
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

    private final Set<Request> waiting = new LinkedHashSet<>();
    private final Deque<byte[]> idle = new ArrayDeque<>();
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
    private final List<BufferBudget> parts = new ArrayList<>();
    private long total;
    private boolean pressing;
    private long inUse;

    /** @param total in bytes, at least {@link #POOLED} */
    public BufferBudget(long total) {
        if (total < POOLED) {
            throw new IllegalArgumentException("a buffer budget has at least " + POOLED + " bytes");
        }
        this.total = total;
    }

    /** An account for one transfer, with nothing in it. It needs no closing. */
    public Share share() {
        return new Share();
    }

    /**
     * Takes a part away for good and makes a budget of its own of it: for what holders of memory must do to be able to
     * give it back. Waiting for it with memory in hand is no deadlock, as long as those who hold of the part itself wait
     * for nothing here.
     *
     * @param bytes at least {@link #POOLED}; as much must remain
     */
    public synchronized BufferBudget setAside(long bytes) {
        if (total - bytes < POOLED) {
            throw new IllegalArgumentException("a buffer budget of " + total + " bytes is too small to be divided");
        }
        BufferBudget part = new BufferBudget(bytes);
        parts.add(part);
        total -= bytes;
        return part;
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

    /** In bytes, without what was {@linkplain #setAside set aside}. */
    public synchronized long total() {
        return total;
    }

    /** Bytes granted and not given back. */
    public synchronized long inUse() {
        return inUse;
    }

    /** What this budget and all that was {@linkplain #setAside set aside} come to. */
    public Usage usage() {
        List<BufferBudget> others;
        Usage sum;
        synchronized (this) {
            others = List.copyOf(parts);
            sum = new Usage(total, inUse, waiting.size());
        }
        for (BufferBudget part : others) {
            sum = sum.plus(part.usage());
        }
        return sum;
    }

    /**
     * Figures of a budget at one moment.
     *
     * @param total in bytes
     * @param inUse bytes granted and not given back
     * @param waiting how many requests wait for memory
     */
    public record Usage(long total, long inUse, int waiting) {
        private Usage plus(Usage other) {
            return new Usage(total + other.total, inUse + other.inUse, waiting + other.waiting);
        }
    }

    private void grantWhatFits() {
        while (true) {
            Request next;
            Memory memory;
            synchronized (this) {
                next = first();
                if (next == null || !fits(next.bytes)) {
                    return;
                }
                waiting.remove(next);
                memory = take(next.share, next.bytes);
            }
            next.granted.accept(memory);
        }
    }

    /** The one to be served next. The set keeps the order of arrival, and of equals the first is found. */
    private @Nullable Request first() {
        return waiting.stream()
                .min(Comparator.comparingLong(request -> request.share.held))
                .orElse(null);
    }

    private boolean fits(long bytes) {
        return inUse + bytes <= total;
    }

    private Memory take(Share share, long bytes) {
        inUse += bytes;
        share.held += bytes;
        // Kept arrays are memory too; all but the one that this memory will be.
        int own = bytes == POOLED ? 1 : 0;
        while (idle.size() > own && inUse + (idle.size() - own) * (long) POOLED > total) {
            idle.remove();
        }
        return new Memory(share, bytes);
    }

    private synchronized byte @Nullable [] idleArray() {
        return idle.poll();
    }

    private void giveBack(Memory memory) {
        synchronized (this) {
            inUse -= memory.bytes;
            memory.share.held -= memory.bytes;
            byte[] array = memory.array;
            if (array != null
                    && array.length == POOLED
                    && idle.size() < MAX_IDLE
                    && inUse + (idle.size() + 1L) * POOLED <= total) {
                idle.push(array);
            }
        }
        grantWhatFits();
    }

    /** What one transfer holds. */
    public final class Share {
        // Guarded by the budget.
        private long held;

        private Share() {}

        /**
         * Asks for memory. {@code granted} is called once, at once or later on the thread that made room, unless the
         * request is cancelled before; it must not block.
         *
         * @param bytes 1 to {@link BufferBudget#total()}
         */
        public Request acquire(long bytes, Consumer<Memory> granted) {
            if (bytes < 1 || bytes > total()) {
                throw new IllegalArgumentException(bytes + " bytes will never be had of " + total());
            }
            Request request = new Request(this, bytes, granted);
            synchronized (BufferBudget.this) {
                waiting.add(request);
            }
            grantWhatFits();
            pressWhileSomebodyWaits();
            return request;
        }

        /** The same; cancelling withdraws the request. */
        public Mono<Memory> acquire(long bytes) {
            return Mono.<Memory>create(sink -> {
                        Request request = acquire(bytes, sink::success);
                        sink.onCancel(request::cancel);
                    })
                    .doOnDiscard(Memory.class, Memory::release);
        }

        /**
         * Memory if there is room now and nobody waits. For whoever holds some already: waiting for more with some in
         * hand is how deadlocks begin.
         *
         * @param bytes at least 1
         */
        public Optional<Memory> tryAcquire(long bytes) {
            synchronized (BufferBudget.this) {
                return waiting.isEmpty() && fits(bytes) ? Optional.of(take(this, bytes)) : Optional.empty();
            }
        }
    }

    /** A wish for memory. */
    public final class Request {
        private final Share share;
        private final long bytes;
        private final Consumer<Memory> granted;

        private Request(Share share, long bytes, Consumer<Memory> granted) {
            this.share = share;
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

    /** Memory out of the budget: the right to some bytes, or an array of them. */
    public final class Memory {
        private final Share share;
        private final long bytes;
        private byte @Nullable [] array;
        private boolean released;

        private Memory(Share share, long bytes) {
            this.share = share;
            this.bytes = bytes;
        }

        /** Of the size asked for, and made now if this is the first call. Not for several threads at once. */
        public byte[] array() {
            byte[] made = array;
            if (made == null) {
                byte[] pooled = bytes == POOLED ? idleArray() : null;
                made = pooled != null ? pooled : new byte[Math.toIntExact(bytes)];
                array = made;
            }
            return made;
        }

        /** Gives it back; the array must not be touched afterwards. A second call does nothing. */
        public void release() {
            synchronized (this) {
                if (released) {
                    return;
                }
                released = true;
            }
            giveBack(this);
        }
    }
}
