package dev.ezworks.cli.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request body that is read block by block, as fast as the connection takes it. */
final class BlockPublisher implements BodyPublisher {
    /** What {@link BodyPublisher#contentLength()} says of an unknown length: the body is sent chunked. */
    static final long UNKNOWN_LENGTH = -1;

    private final long length;
    private final Supplier<BlockReader> readers;
    private final TransferListener listener;
    private final RateLimit limit;

    /**
     * @param length in bytes, or {@link #UNKNOWN_LENGTH}
     * @param readers one reader from the first byte on for each time the body is sent
     * @param limit how fast the bytes may go; the thread that asks for a block waits for it
     */
    BlockPublisher(long length, Supplier<BlockReader> readers, TransferListener listener, RateLimit limit) {
        this.length = length;
        this.readers = readers;
        this.listener = listener;
        this.limit = limit;
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        subscriber.onSubscribe(new Reading(subscriber, readers.get()));
    }

    /** Emits in the thread that asks; asking from within {@code onNext} adds to the loop that is running. */
    private final class Reading implements Flow.Subscription {
        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private final BlockReader reader;
        private final AtomicLong demand = new AtomicLong();
        private ByteBuffer unsent = ByteBuffer.allocate(0);
        private volatile boolean ended;

        Reading(Flow.Subscriber<? super ByteBuffer> subscriber, BlockReader reader) {
            this.subscriber = subscriber;
            this.reader = reader;
        }

        @Override
        public void request(long count) {
            if (count <= 0) {
                end(new IllegalArgumentException("a subscriber asks for one block at least"));
            } else if (demand.getAndAccumulate(count, Reading::addCapped) == 0) {
                emit();
            }
        }

        private static long addCapped(long a, long b) {
            long sum = a + b;
            return sum < 0 ? Long.MAX_VALUE : sum;
        }

        private void emit() {
            do {
                if (!ended) {
                    emitOne();
                }
            } while (demand.decrementAndGet() > 0);
        }

        private void emitOne() {
            ByteBuffer block;
            try {
                block = next();
            } catch (InterruptedIOException | ClientException e) {
                end(e);
                return;
            }
            if (block == null) {
                end(null);
            } else {
                listener.moved(block.remaining());
                subscriber.onNext(block);
            }
        }

        /** The next block, or as much of it as may go now. */
        private @Nullable ByteBuffer next() throws InterruptedIOException {
            if (!unsent.hasRemaining()) {
                ByteBuffer block = read();
                if (block == null) {
                    return null;
                }
                unsent = block;
            }
            ByteBuffer piece = unsent.slice();
            piece.limit(limit.take(piece.remaining()));
            unsent.position(unsent.position() + piece.remaining());
            return piece;
        }

        /** What is wrong here must not look like a connection that broke. */
        private @Nullable ByteBuffer read() throws InterruptedIOException {
            try {
                return reader.next();
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                throw new LocalReadException(e);
            }
        }

        private void end(@Nullable Throwable error) {
            if (ended) {
                return;
            }
            ended = true;
            if (error == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(error);
            }
        }

        @Override
        public void cancel() {
            ended = true;
        }
    }
}
