package dev.ezworks.server.storage.mongo;

import dev.ezworks.server.content.Slab;
import dev.ezworks.server.transfers.SignalLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;

/**
 * Writes a stream of slabs as batches of chunks, a few batches at once. It holds slabs until they are stored, and waits
 * with them for nothing but the database: slabs come from memory that all transfers share.
 *
 * <p>A batch never waits to become full: whatever is there goes as soon as fewer than {@link #SLOTS} batches are under
 * way, and only while all are busy do up to {@link #QUEUE} chunks gather. So a fast source gets large batches, a slow
 * one small ones, and slabs come back as fast as the database acknowledges them.
 *
 * <p>A slab that ends in the middle of a chunk is stored as a short chunk, and made longer by what comes next. That
 * costs a reading and a second writing, which must wait until nothing else is under way. Slabs are cut so that it is
 * rare: where an append begins in the middle of a chunk, and where memory was short.
 *
 * <p>Signals arrive on many threads (the source's, the driver's) and are handled one after another, so the state needs
 * no lock.
 */
final class ChunkPump implements CoreSubscriber<Slab> {
    /** Batches under way at once. */
    static final int SLOTS = 3;

    /** Most whole chunks that wait for a slot, and so most chunks of a batch. */
    static final int QUEUE = 3;

    private final Function<List<Chunk>, Mono<Void>> write;
    private final Function<Long, Mono<Void>> onProgress;

    private final Queue<Runnable> signals =
            Queues.<Runnable>unboundedMultiproducer().get();
    private final SignalLoop loop = new SignalLoop(this::handleSignals);
    private final Sinks.One<Long> result = Sinks.one();
    private final Sinks.Empty<Void> idle = Sinks.empty();

    private final Deque<Piece> queue = new ArrayDeque<>(QUEUE);
    // In the order of their offsets, whichever is acknowledged first.
    private final Deque<Batch> underWay = new ArrayDeque<>(SLOTS);
    private int busySlots;
    private boolean reporting;
    private long requested;
    private long received;
    private long queued;
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
    ChunkPump(long offset, Function<List<Chunk>, Mono<Void>> write, Function<Long, Mono<Void>> onProgress) {
        this.write = write;
        this.onProgress = onProgress;
        this.received = offset;
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
                request();
            }
        });
    }

    @Override
    public void onNext(Slab slab) {
        signal(() -> {
            if (stopped) {
                slab.release();
            } else {
                accept(slab);
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
        loop.signal();
    }

    private void handleSignals() {
        for (Runnable next = signals.poll(); next != null; next = signals.poll()) {
            next.run();
            advance();
        }
    }

    private void accept(Slab slab) {
        requested--;
        queue.addAll(Piece.of(received, slab));
        received += slab.length();
        queued += slab.length();
    }

    private void advance() {
        while (maySend()) {
            send();
        }
        request();
        if (busySlots == 0 && !reporting && queue.isEmpty() && (sourceEnded || stopped)) {
            finish();
        }
    }

    private boolean maySend() {
        Piece next = queue.peek();
        // What makes a chunk longer needs that chunk to be stored.
        return next != null && (Chunk.within(next.offset()) == 0 ? busySlots < SLOTS : busySlots == 0);
    }

    private void send() {
        Batch batch = new Batch(nextChunks());
        underWay.add(batch);
        busySlots++;
        write.apply(batch.chunks)
                .subscribe(
                        nothing -> {},
                        error -> signal(() -> fail(batch, error)),
                        () -> signal(() -> acknowledge(batch)));
    }

    /** Everything that waits; only what makes a chunk longer goes alone. */
    private List<Chunk> nextChunks() {
        List<Chunk> chunks = new ArrayList<>();
        do {
            chunks.add(nextChunk());
        } while (!queue.isEmpty() && chunks.get(0).start() == 0);
        return chunks;
    }

    private Chunk nextChunk() {
        List<Piece> pieces = new ArrayList<>();
        int n = Chunk.at(queue.getFirst().offset());
        for (Piece next = queue.peek(); next != null && Chunk.at(next.offset()) == n; next = queue.peek()) {
            pieces.add(queue.remove());
            queued -= next.length();
        }
        return new Chunk(pieces);
    }

    private void acknowledge(Batch batch) {
        release(batch);
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
        batch.chunks.forEach(Chunk::release);
    }

    private void endSource(@Nullable Throwable error) {
        if (stopped) {
            return;
        }
        sourceEnded = true;
        failure = error;
    }

    private void dropRest() {
        stopped = true;
        if (source != null) {
            source.cancel();
        }
        queue.forEach(piece -> piece.release().run());
        queue.clear();
    }

    /** As many slabs as there is room for in the queue, should all of them be whole. */
    private void request() {
        long room = QUEUE - requested - (queued + Chunk.SIZE - 1) / Chunk.SIZE;
        if (source != null && room > 0 && !stopped && !sourceEnded) {
            requested += room;
            source.request(room);
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
