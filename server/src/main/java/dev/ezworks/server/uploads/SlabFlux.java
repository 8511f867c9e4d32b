package dev.ezworks.server.uploads;

import dev.ezworks.server.content.Slab;
import dev.ezworks.server.transfers.BufferBudget;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * Copies network buffers into {@linkplain Slab slabs} and releases them at once: the one copy on a byte's way in, and
 * the one place where network memory is held.
 *
 * <p>Nothing is asked of the network before a slab is wanted, and a slab's memory comes out of the
 * {@link BufferBudget}: so a slow store or a full budget stops the sender by TCP's own means. A body begins with
 * {@link #SMALL} bytes of memory, so that many small uploads do not take a whole slab each, and grows to a whole one if
 * there is room for it; from then on it takes whole slabs, waiting for them with empty hands. A slab never crosses a
 * multiple of {@link Slab#CAPACITY} in the content, so that stores with chunks of that size need not put pieces together.
 *
 * <p>While others wait for memory, a slab that is slow to fill goes on its way as it is, and the next one is small again:
 * slow senders must not hold what others could use.
 */
final class SlabFlux extends Flux<Slab> {
    /** What a slab begins with, in bytes; it grows to {@link Slab#CAPACITY} in one step. */
    static final int SMALL = 64 * 1024;

    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SLOW_AND_SMALL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Flux<? extends DataBuffer> source;
    private final BufferBudget budget;
    private final long offset;

    SlabFlux(Flux<? extends DataBuffer> source, BufferBudget budget) {
        this(source, budget, 0);
    }

    /** @param offset in the content, of the first byte */
    SlabFlux(Flux<? extends DataBuffer> source, BufferBudget budget, long offset) {
        this.source = source;
        this.budget = budget;
        this.offset = offset;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Slab> actual) {
        source.subscribe(new Filling(actual, budget, offset));
    }

    private static final class Filling extends BufferReading<Slab> {
        private final BufferBudget budget;
        private final BufferBudget.Share share;

        // Written by signals, read by the loop.
        private final AtomicReference<BufferBudget.@Nullable Memory> granted = new AtomicReference<>();
        private volatile boolean pressed;

        private BufferBudget.@Nullable Memory memory;
        private int filled;
        private long position;
        // Whether to ask for little: at the beginning, and of a sender who took too long to fill much.
        private boolean modest = true;
        // Whether nobody wanted a slab when the network could have been asked.
        private boolean unwanted;
        private long begunNanos;
        private BufferBudget.@Nullable Request waiting;
        private @Nullable Disposable pressure;

        Filling(CoreSubscriber<? super Slab> actual, BufferBudget budget, long position) {
            super(actual);
            this.budget = budget;
            this.share = budget.share();
            this.position = position;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            pressure = budget.onPressure(this::onPressure);
            super.onSubscribe(subscription);
        }

        private void onPressure() {
            pressed = true;
            signal();
        }

        private void onGranted(BufferBudget.Memory got) {
            granted.set(got);
            signal();
        }

        @Override
        boolean step() {
            if (buffer == null) {
                return takeBuffer();
            }
            if (buffer.readableByteCount() == 0) {
                DataBufferUtils.release(buffer);
                buffer = null;
                return true;
            }
            if (memory == null) {
                return takeMemory();
            }
            if (filled < room(memory)) {
                int count = Math.min(buffer.readableByteCount(), room(memory) - filled);
                buffer.read(memory.array(), filled, count);
                filled += count;
                if (filled == room(memory)) {
                    modest = isSlow(SLOW_NANOS);
                }
                return true;
            }
            return (filled < room() && grow(memory)) || emit();
        }

        private boolean takeBuffer() {
            return switch (next()) {
                case THERE -> true;
                case NONE -> finish();
                case ASKED_FOR -> makeWay();
                case NOT_ASKED_FOR -> makeWay() || askIfWanted();
            };
        }

        /** Lets what is there go on its way if others need its memory; false if there is no need. */
        private boolean makeWay() {
            if (!pressed) {
                return false;
            }
            pressed = false;
            if (isHoldingOthersUp() && emit()) {
                modest = true;
                return true;
            }
            return false;
        }

        /** Nothing is there to go on with, so false. */
        private boolean askIfWanted() {
            if (!isWanted()) {
                unwanted = true;
                return false;
            }
            if (unwanted) {
                // Until now the sender had to wait for us.
                unwanted = false;
                begunNanos = System.nanoTime();
            }
            ask();
            return false;
        }

        private boolean isHoldingOthersUp() {
            if (memory == null || filled == 0) {
                return false;
            }
            return isSlow(memory.array().length > SMALL ? SLOW_NANOS : SLOW_AND_SMALL_NANOS);
        }

        private boolean isSlow(long patience) {
            return System.nanoTime() - begunNanos > patience;
        }

        private boolean takeMemory() {
            memory = granted.getAndSet(null);
            if (memory != null) {
                waiting = null;
                begunNanos = System.nanoTime();
                return true;
            }
            if (waiting == null) {
                waiting = share.acquire(modest ? SMALL : Slab.CAPACITY, this::onGranted);
            }
            return granted.get() != null;
        }

        /** Up to where a slab may be filled that begins at the present position. */
        private int room() {
            return (int) (Slab.CAPACITY - position % Slab.CAPACITY);
        }

        private int room(BufferBudget.Memory memory) {
            return Math.min(room(), memory.array().length);
        }

        /** Moves to a whole slab; where there is no room for one, what has been filled goes on its way as it is. */
        private boolean grow(BufferBudget.Memory small) {
            Optional<BufferBudget.Memory> large = share.tryAcquire(Slab.CAPACITY);
            large.ifPresent(memory -> {
                System.arraycopy(small.array(), 0, memory.array(), 0, filled);
                small.release();
                this.memory = memory;
            });
            return large.isPresent();
        }

        private boolean emit() {
            BufferBudget.Memory full = memory;
            if (full == null || !isWanted()) {
                return false;
            }
            memory = null;
            Slab slab = new Slab(full.array(), filled, full::release);
            position += filled;
            filled = 0;
            give(slab);
            return true;
        }

        private boolean finish() {
            // Also before a failure: what came until the connection broke need not be sent again.
            if (filled > 0 && !emit()) {
                return false;
            }
            Throwable failure = failure();
            if (failure != null) {
                fail(failure);
            } else {
                complete();
            }
            return false;
        }

        @Override
        void discard() {
            if (pressure != null) {
                pressure.dispose();
                pressure = null;
            }
            if (waiting != null) {
                waiting.cancel();
                waiting = null;
            }
            BufferBudget.Memory unused = granted.getAndSet(null);
            if (unused != null) {
                unused.release();
            }
            if (memory != null) {
                memory.release();
                memory = null;
            }
        }
    }
}
