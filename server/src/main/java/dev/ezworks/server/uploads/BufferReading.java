package dev.ezworks.server.uploads;

import dev.ezworks.server.transfers.SignalLoop;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Makes something else of network buffers for a subscriber, holding one of them at most: the next is asked for by
 * {@link #ask}, when it is needed.
 *
 * <p>What works on them is a sequence of {@linkplain #step steps} on one thread at a time ({@link SignalLoop}); the
 * fields of subclasses need no protection unless something else than a step uses them.
 */
abstract class BufferReading<T> implements CoreSubscriber<DataBuffer>, Subscription {
    private final CoreSubscriber<? super T> actual;

    private final SignalLoop loop = new SignalLoop(this::handleSignals);
    // Written by signals, read by the loop.
    private final AtomicLong wanted = new AtomicLong();
    private final AtomicReference<@Nullable DataBuffer> arrived = new AtomicReference<>();
    private volatile boolean cancelled;
    private volatile boolean finished;
    private @Nullable Throwable failure;

    private @Nullable Subscription upstream;
    private boolean asked;
    private boolean terminated;

    /** The one that is being worked on; a step that is through with it releases it and sets this to null. */
    @Nullable
    DataBuffer buffer;

    BufferReading(CoreSubscriber<? super T> actual) {
        this.actual = actual;
    }

    /** Does the next thing there is to do; false if it must wait for a signal, or all has been said. */
    abstract boolean step();

    /** Releases what is held, {@link #buffer} excepted, since nobody wants more or all has been said. Can be called again. */
    void discard() {}

    /** There may be something to do. */
    final void signal() {
        loop.signal();
    }

    /** One of what was asked for is there. */
    static void countDown(AtomicLong wanted) {
        wanted.updateAndGet(have -> have == Long.MAX_VALUE ? have : have - 1);
    }

    final boolean isWanted() {
        return wanted.get() > 0;
    }

    /** Gives the subscriber one of those it wanted. */
    final void give(T next) {
        countDown(wanted);
        actual.onNext(next);
    }

    final void fail(Throwable error) {
        terminated = true;
        if (upstream != null && !finished) {
            upstream.cancel();
        }
        actual.onError(error);
    }

    final void complete() {
        terminated = true;
        actual.onComplete();
    }

    /** What the next buffer turned out to be. */
    enum Next {
        /** It is in {@link #buffer}. */
        THERE,
        /** It has been asked for, and comes with a signal. */
        ASKED_FOR,
        /** It has not come, and was not asked for. */
        NOT_ASKED_FOR,
        /** There is none: the source is at its end, or has {@linkplain #failure failed}. */
        NONE
    }

    final Next next() {
        // Read before the buffer: a source finishes after its last one.
        boolean last = finished;
        buffer = arrived.getAndSet(null);
        if (buffer != null) {
            asked = false;
            return Next.THERE;
        }
        if (last) {
            return Next.NONE;
        }
        return asked ? Next.ASKED_FOR : Next.NOT_ASKED_FOR;
    }

    /** Asks for the next buffer. */
    final void ask() {
        if (upstream != null) {
            asked = true;
            upstream.request(1);
        }
    }

    /** Why the source ended; null if it was complete. */
    final @Nullable Throwable failure() {
        return failure;
    }

    private void handleSignals() {
        while (!terminated && !cancelled && step()) {
            // Each step gets a little further.
        }
        if (terminated || cancelled) {
            release(arrived.getAndSet(null));
            release(buffer);
            buffer = null;
            discard();
        }
    }

    private static void release(@Nullable DataBuffer buffer) {
        if (buffer != null) {
            DataBufferUtils.release(buffer);
        }
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        upstream = subscription;
        actual.onSubscribe(this);
    }

    @Override
    public void onNext(DataBuffer next) {
        arrived.set(next);
        loop.signal();
    }

    @Override
    public void onError(Throwable error) {
        failure = error;
        finished = true;
        loop.signal();
    }

    @Override
    public void onComplete() {
        finished = true;
        loop.signal();
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            wanted.accumulateAndGet(n, Operators::addCap);
            loop.signal();
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        if (upstream != null) {
            upstream.cancel();
        }
        loop.signal();
    }
}
