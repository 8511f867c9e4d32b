package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes the bytes of one download to its target as they come, while another thread computes their digest. Goes on over
 * several attempts: a later one continues where the one before was cut short.
 */
public final class DownloadSink implements AutoCloseable {
    private static final int BLOCK_BYTES = 256 * 1024;

    /** What was announced, and the digest of what came. */
    record Arrived(RemoteFile announced, Sha256 digest) {}

    private final DownloadTarget target;
    private final TransferListener listener;
    private final AtomicLong received = new AtomicLong();
    private BackgroundDigest digest = new BackgroundDigest();
    private volatile @Nullable Writing current;

    private DownloadSink(DownloadTarget target, TransferListener listener) {
        this.target = target;
        this.listener = listener;
    }

    /** Opens a target, and reads what is there already for the digest. It is not closed with the sink. */
    public static DownloadSink open(DownloadTarget target, TransferListener listener) throws IOException {
        DownloadSink sink = new DownloadSink(target, listener);
        try {
            sink.readWhatIsThere();
            return sink;
        } catch (IOException | RuntimeException e) {
            sink.close();
            throw e;
        }
    }

    private void readWhatIsThere() throws IOException {
        for (long position = 0; position < target.length(); ) {
            ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK_BYTES, target.length() - position));
            int count = target.read(block, position);
            if (count < 0) {
                throw new IOException("an unfinished download got shorter while it was read");
            }
            digest.update(block.flip());
            position += count;
        }
        listener.alreadyThere(target.length());
    }

    /** Bytes that have arrived so far, over all attempts: also those that had to be dropped again. */
    long received() {
        return received.get();
    }

    /** Bytes that are there, and that another attempt goes on after. */
    public synchronized long reached() {
        return target.length();
    }

    DownloadTarget target() {
        return target;
    }

    /**
     * Takes the bytes that follow an answer.
     *
     * @param limit how fast they are taken from the server
     */
    synchronized BodySubscriber<Arrived> subscriber(DownloadAnswer answer, RateLimit limit) {
        if (answer.offset() == 0) {
            beginAnew(answer.file());
        }
        listener.expect(answer.file().size());
        Writing writing = new Writing(answer.file(), limit);
        current = writing;
        return writing;
    }

    private void beginAnew(RemoteFile file) {
        try {
            target.begin(file);
        } catch (IOException e) {
            throw new LocalWriteException(e);
        }
        listener.startOver();
        digest.close();
        digest = new BackgroundDigest();
    }

    /** An attempt is over, however it ended: bytes that come late are not written any more when this returns. */
    synchronized void endAttempt() {
        current = null;
    }

    private void write(Writing writing, ByteBuffer bytes) throws IOException {
        int end = bytes.limit();
        while (bytes.position() < end) {
            bytes.limit(bytes.position() + writing.limit.take(end - bytes.position()));
            writePiece(writing, bytes);
            bytes.limit(end);
        }
    }

    private synchronized void writePiece(Writing writing, ByteBuffer bytes) throws IOException {
        if (writing != current) {
            throw new IOException("this attempt was given up");
        }
        int count = bytes.remaining();
        if (target.length() + count > writing.file.size()) {
            throw new UnexpectedAnswerException("more bytes follow than the file has");
        }
        digest.update(bytes);
        target.write(bytes);
        received.addAndGet(count);
        listener.moved(count);
    }

    private synchronized Arrived finish(Writing writing) throws IOException {
        if (target.length() < writing.file.size()) {
            throw new IOException("the answer ended too soon");
        }
        return new Arrived(writing.file, digest.value());
    }

    @Override
    public void close() {
        endAttempt();
        digest.close();
    }

    /** Asks for the next buffers when the last are written: a slow disk slows the server, not the heap. */
    private final class Writing implements BodySubscriber<Arrived> {
        private final CompletableFuture<Arrived> body = new CompletableFuture<>();
        private final RemoteFile file;
        private final RateLimit limit;
        private Flow.@Nullable Subscription subscription;

        Writing(RemoteFile file, RateLimit limit) {
            this.file = file;
            this.limit = limit;
        }

        @Override
        public CompletionStage<Arrived> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            Flow.Subscription source = subscription;
            if (source == null) {
                throw new IllegalStateException("bytes before the subscription");
            }
            try {
                for (ByteBuffer buffer : buffers) {
                    write(this, buffer);
                }
                source.request(1);
            } catch (IOException e) {
                source.cancel();
                body.completeExceptionally(new LocalWriteException(e));
            } catch (ClientException e) {
                source.cancel();
                body.completeExceptionally(e);
            }
        }

        @Override
        public void onError(Throwable error) {
            body.completeExceptionally(error);
        }

        @Override
        public void onComplete() {
            try {
                body.complete(finish(this));
            } catch (IOException e) {
                body.completeExceptionally(e);
            }
        }
    }
}
