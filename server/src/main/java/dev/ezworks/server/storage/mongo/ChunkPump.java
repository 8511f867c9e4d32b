package dev.ezworks.server.storage.mongo;

import dev.ezworks.server.content.Slab;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;

/**
 * Writes a stream of slabs as batches of chunks, a few batches at once.
 *
 * <p>A batch never waits to become full: whatever is there goes as soon as fewer than {@link #SLOTS} batches are under
 * way, and only while all are busy do up to {@link #QUEUE} chunks gather. So a fast source gets large batches, a slow
 * one small ones, and slabs come back as fast as the database acknowledges them.
 *
 * <p>Signals arrive on many threads (the source's, the driver's) and are handled one after another, so the state needs
 * no lock.
 */
final class ChunkPump implements CoreSubscriber<Slab> {
    /** Batches under way at once. */
    static final int SLOTS = 3;

    /** Most chunks that wait for a slot, and so most chunks of a batch. */
    static final int QUEUE = 4;

    private final Function<List<Chunk>, Mono<Void>> write;
    private final Function<Long, Mono<Void>> onProgress;
    private final ChunkAssembler assembler;

    private final Queue<Runnable> signals =
            Queues.<Runnable>unboundedMultiproducer().get();
    private final AtomicInteger pending = new AtomicInteger();
    private final Sinks.One<Long> result = Sinks.one();
    private final Sinks.Empty<Void> idle = Sinks.empty();

    private final Deque<Chunk> queue = new ArrayDeque<>(QUEUE);
    // In the order of their offsets, whichever is acknowledged first.
    private final Deque<Batch> underWay = new ArrayDeque<>(SLOTS);
    private int busySlots;
    private boolean reporting;
    private long written;
    private long reported;
    private @Nullable Subscription source;
    private boolean sourceEnded;
    private boolean stopped;
    private @Nullable Throwable failure;
    private boolean broken;

    /**
     * @param offset size of the content so far
     * @param write stores a batch, durably
     * @param onProgress is told now and then how many bytes are stored without a gap; not again before it completes
     */
    ChunkPump(
            long offset,
            ChunkAssembler assembler,
            Function<List<Chunk>, Mono<Void>> write,
            Function<Long, Mono<Void>> onProgress) {
        this.write = write;
        this.onProgress = onProgress;
        this.assembler = assembler;
        this.written = offset;
        this.reported = offset;
    }

    /**
     * Writes all of these bytes.
     *
     * @return the new size; or the source's failure after all that came before it is stored; or the first failure of
     *     the database. Nothing is under way any more when it ends
     */
    Mono<Long> pump(Flux<Slab> bytes) {
        return Mono.deferContextual(context -> {
            bytes.contextWrite(context).subscribe(this);
            return result.asMono();
        });
    }

    /** Takes no more bytes, drops what has not been sent, and completes when nothing is under way any more. */
    Mono<Void> stop() {
        return Mono.defer(() -> {
            signal(this::dropRest);
            return idle.asMono();
        });
    }

    /** Bytes stored without a gap; final once nothing is under way. */
    long written() {
        return written;
    }

    /** Whether the database failed, so that what is stored beyond {@link #written()} is not known. */
    boolean broken() {
        return broken;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        signal(() -> {
            source = subscription;
            if (stopped) {
                subscription.cancel();
            } else {
                subscription.request(QUEUE);
            }
        });
    }

    @Override
    public void onNext(Slab slab) {
        signal(() -> {
            if (stopped) {
                slab.release();
            } else {
                assembler.accept(slab).ifPresentOrElse(queue::add, this::requestOne);
            }
        });
    }

    @Override
    public void onError(Throwable error) {
        signal(() -> endSource(error));
    }

    @Override
    public void onComplete() {
        signal(() -> endSource(null));
    }

    private void signal(Runnable change) {
        signals.add(change);
        if (pending.getAndIncrement() != 0) {
            return;
        }
        int handled = 1;
        do {
            for (Runnable next = signals.poll(); next != null; next = signals.poll()) {
                next.run();
                advance();
            }
            handled = pending.addAndGet(-handled);
        } while (handled != 0);
    }

    private void advance() {
        while (busySlots < SLOTS && !queue.isEmpty()) {
            send();
        }
        if (busySlots == 0 && !reporting && queue.isEmpty() && (sourceEnded || stopped)) {
            finish();
        }
    }

    private void send() {
        Batch batch = new Batch(List.copyOf(queue));
        queue.clear();
        underWay.add(batch);
        busySlots++;
        write.apply(batch.chunks)
                .subscribe(
                        nothing -> {},
                        error -> signal(() -> fail(batch, error)),
                        () -> signal(() -> acknowledge(batch)));
        // Each chunk took one slab's worth of what was asked for. Copies count until they are stored: nothing else
        // bounds their memory.
        request(batch.chunks.stream().filter(chunk -> !chunk.isCopy()).count());
    }

    private void acknowledge(Batch batch) {
        release(batch);
        request(batch.chunks.stream().filter(Chunk::isCopy).count());
        batch.acknowledged = true;
        for (Batch first = underWay.peek(); first != null && first.acknowledged; first = underWay.peek()) {
            written = first.end();
            underWay.remove();
        }
        if (!reporting && !stopped && written > reported) {
            report();
        }
    }

    private void report() {
        reporting = true;
        reported = written;
        onProgress
                .apply(written)
                .subscribe(
                        nothing -> {},
                        error -> signal(() -> {
                            reporting = false;
                            giveUp(error);
                        }),
                        () -> signal(() -> reporting = false));
    }

    private void fail(Batch batch, Throwable error) {
        release(batch);
        giveUp(error);
    }

    private void giveUp(Throwable error) {
        broken = true;
        if (failure == null || !stopped) {
            failure = error;
        }
        dropRest();
    }

    private void release(Batch batch) {
        busySlots--;
        batch.chunks.forEach(chunk -> chunk.release().run());
    }

    private void endSource(@Nullable Throwable error) {
        if (stopped) {
            return;
        }
        sourceEnded = true;
        failure = error;
        assembler.finish().ifPresent(queue::add);
    }

    private void dropRest() {
        stopped = true;
        if (source != null) {
            source.cancel();
        }
        queue.forEach(chunk -> chunk.release().run());
        queue.clear();
    }

    private void requestOne() {
        request(1);
    }

    private void request(long slabs) {
        if (source != null && slabs > 0 && !stopped && !sourceEnded) {
            source.request(slabs);
        }
    }

    private void finish() {
        idle.tryEmitEmpty();
        if (failure == null) {
            result.tryEmitValue(written);
        } else {
            result.tryEmitError(failure);
        }
    }

    /** Chunks that were sent together. */
    private static final class Batch {
        private final List<Chunk> chunks;
        private boolean acknowledged;

        Batch(List<Chunk> chunks) {
            this.chunks = new ArrayList<>(chunks);
        }

        long end() {
            return chunks.get(chunks.size() - 1).end();
        }
    }
}
