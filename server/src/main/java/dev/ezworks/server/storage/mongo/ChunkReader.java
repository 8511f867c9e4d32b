package dev.ezworks.server.storage.mongo;

import com.mongodb.reactivestreams.client.ClientSession;
import dev.ezworks.server.content.ByteRange;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.DamagedContentException;
import dev.ezworks.server.storage.mongo.Chunks.SealedChunk;
import dev.ezworks.server.storage.mongo.GridFsFiles.GridFsFile;
import dev.ezworks.server.transfers.BufferBudget;
import dev.ezworks.server.transfers.SignalLoop;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.concurrent.Queues;

/**
 * Reads one range of one content: a few chunks at a time, the next ones while those before are on their way to the
 * reader. Checks that they are whole and follow each other, and cuts them into pieces of at most {@link #PIECE} bytes.
 *
 * <p>Memory for a chunk is taken before it is asked for and given back with its last piece. It is waited for with empty
 * hands only; beyond the first chunk it is taken if there is some. What a reader has not fetched for a second is given
 * up while others wait, and read again when it is wanted: so who reads slowly holds nothing that others need.
 */
final class ChunkReader extends Flux<ByteBuffer> {
    /** Most bytes of a piece: what the receiver copies at once. */
    static final int PIECE = 128 * 1024;

    /** Most bytes asked for at once; as many again may be on their way to the reader. */
    static final int BATCH = 4 * 1024 * 1024;

    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Chunks chunks;
    private final BufferBudget budget;
    private final ClientSession session;
    private final ContentId id;
    private final GridFsFile file;
    private final ByteRange range;

    /** @param range not empty */
    ChunkReader(
            Chunks chunks, BufferBudget budget, ClientSession session, ContentId id, GridFsFile file, ByteRange range) {
        this.chunks = chunks;
        this.budget = budget;
        this.session = session;
        this.id = id;
        this.file = file;
        this.range = range;
    }

    @Override
    public void subscribe(CoreSubscriber<? super ByteBuffer> actual) {
        Reading reading = new Reading(actual);
        reading.start();
        actual.onSubscribe(reading);
    }

    private int chunkAt(long offset) {
        return Math.toIntExact(offset / file.chunkSize());
    }

    private long startOf(int n) {
        return (long) n * file.chunkSize();
    }

    private int lengthOf(int n) {
        return (int) Math.min(file.chunkSize(), file.length() - startOf(n));
    }

    /** A chunk in memory, from a batch that was asked for. */
    private record Held(int n, ByteBuffer bytes, BufferBudget.Memory memory) {}

    /** One subscription. Signals arrive on many threads and are handled one after another, so the state needs no lock. */
    private final class Reading implements Subscription {
        private final CoreSubscriber<? super ByteBuffer> actual;
        private final BufferBudget.Share share = budget.share();
        private final Queue<Runnable> signals =
                Queues.<Runnable>unboundedMultiproducer().get();
        private final SignalLoop loop = new SignalLoop(this::handleSignals);

        private final Deque<Held> held = new ArrayDeque<>();
        private long wanted;
        private long position = range.offset();
        private int nextChunk = chunkAt(range.offset());
        private boolean fetching;
        private BufferBudget.@Nullable Request waiting;
        private long movedNanos;
        private boolean ended;
        private @Nullable Disposable pressure;

        Reading(CoreSubscriber<? super ByteBuffer> actual) {
            this.actual = actual;
        }

        void start() {
            pressure = budget.onPressure(() -> signal(this::giveUpWhatIsNotFetched));
        }

        @Override
        public void request(long n) {
            if (Operators.validate(n)) {
                signal(() -> wanted = Operators.addCap(wanted, n));
            }
        }

        @Override
        public void cancel() {
            signal(this::end);
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

        private void advance() {
            fetchMore();
            // A cancellation is a signal too, and waits for its turn; then nothing is held any more.
            if (wanted > 0 && !held.isEmpty() && !ended) {
                emit(held.getFirst());
                signal(() -> {});
            }
        }

        private void emit(Held chunk) {
            int from = (int) (position - startOf(chunk.n));
            int length = (int) Math.min(Math.min(PIECE, chunk.bytes.remaining() - from), range.end() - position);
            position += length;
            movedNanos = System.nanoTime();
            if (wanted != Long.MAX_VALUE) {
                wanted--;
            }
            actual.onNext(chunk.bytes.slice(from, length));
            if (position == range.end() || from + length == chunk.bytes.remaining()) {
                held.remove();
                chunk.memory.release();
            }
            if (position == range.end()) {
                end();
                actual.onComplete();
            }
        }

        private void fetchMore() {
            if (ended || fetching || waiting != null || (wanted == 0 && held.isEmpty())) {
                return;
            }
            int last = chunkAt(range.end() - 1);
            if (nextChunk > last || heldBytes() >= BATCH) {
                return;
            }
            Optional<BufferBudget.Memory> first = share.tryAcquire(lengthOf(nextChunk));
            if (first.isPresent()) {
                fetch(first.get(), last);
            } else if (held.isEmpty()) {
                waiting = share.acquire(lengthOf(nextChunk), memory -> signal(() -> granted(memory, last)));
            }
        }

        private long heldBytes() {
            return held.stream().mapToLong(chunk -> chunk.bytes.remaining()).sum();
        }

        private void granted(BufferBudget.Memory memory, int last) {
            waiting = null;
            if (ended) {
                memory.release();
            } else {
                fetch(memory, last);
            }
        }

        private void fetch(BufferBudget.Memory first, int last) {
            List<BufferBudget.Memory> memory = new ArrayList<>(List.of(first));
            long bytes = lengthOf(nextChunk);
            for (int n = nextChunk + 1; n <= last && bytes + lengthOf(n) <= BATCH; n++) {
                Optional<BufferBudget.Memory> more = share.tryAcquire(lengthOf(n));
                if (more.isEmpty()) {
                    break;
                }
                memory.add(more.get());
                bytes += lengthOf(n);
            }
            fetching = true;
            int from = nextChunk;
            chunks.read(session, id, from, memory.size(), bytes)
                    .subscribe(
                            read -> signal(() -> fetched(from, read, memory)),
                            error -> signal(() -> fail(error, memory)));
        }

        private void fetched(int from, List<SealedChunk> read, List<BufferBudget.Memory> memory) {
            fetching = false;
            for (int i = 0; i < memory.size(); i++) {
                int n = from + i;
                if (i >= read.size() || read.get(i).n() != n) {
                    fail(
                            new DamagedContentException(id, "chunk " + n + " is missing"),
                            memory.subList(i, memory.size()));
                    return;
                }
                ByteBuffer bytes = read.get(i).bytes();
                if (bytes.remaining() != lengthOf(n)) {
                    fail(
                            new DamagedContentException(
                                    id,
                                    "chunk " + n + " has " + bytes.remaining() + " bytes instead of " + lengthOf(n)),
                            memory.subList(i, memory.size()));
                    return;
                }
                if (ended) {
                    memory.get(i).release();
                } else {
                    held.add(new Held(n, bytes, memory.get(i)));
                }
            }
            nextChunk = from + memory.size();
            movedNanos = System.nanoTime();
        }

        private void fail(Throwable error, List<BufferBudget.Memory> memory) {
            memory.forEach(BufferBudget.Memory::release);
            fetching = false;
            if (!ended) {
                end();
                actual.onError(error);
            }
        }

        private void giveUpWhatIsNotFetched() {
            if (!held.isEmpty() && !fetching && System.nanoTime() - movedNanos > SLOW_NANOS) {
                releaseHeld();
                nextChunk = chunkAt(position);
            }
        }

        private void releaseHeld() {
            held.forEach(chunk -> chunk.memory.release());
            held.clear();
        }

        private void end() {
            ended = true;
            releaseHeld();
            if (waiting != null) {
                waiting.cancel();
                // Unless it was granted meanwhile: then that signal finds the end, and gives it back.
            }
            if (pressure != null) {
                pressure.dispose();
            }
        }
    }
}
