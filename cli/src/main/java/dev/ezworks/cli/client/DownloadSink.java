package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes the bytes of one download to a channel as they come, while another thread computes their digest. For one use.
 */
public final class DownloadSink implements AutoCloseable {
    private final WritableByteChannel channel;
    private final TransferListener listener;
    private final BackgroundDigest digest = new BackgroundDigest();
    private final AtomicLong received = new AtomicLong();

    public DownloadSink(WritableByteChannel channel, TransferListener listener) {
        this.channel = channel;
        this.listener = listener;
    }

    /** Bytes written so far. */
    long received() {
        return received.get();
    }

    /** @param limit how fast bytes are taken from the server */
    BodySubscriber<Sha256> subscriber(RemoteFile announced, RateLimit limit) {
        listener.expect(announced.size());
        return new Writing(limit);
    }

    private void write(ByteBuffer buffer, RateLimit limit) throws IOException {
        digest.update(buffer);
        int end = buffer.limit();
        while (buffer.position() < end) {
            int count = limit.take(end - buffer.position());
            buffer.limit(buffer.position() + count);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            buffer.limit(end);
            received.addAndGet(count);
            listener.moved(count);
        }
    }

    @Override
    public void close() {
        digest.close();
    }

    /** Asks for the next buffers when the last are written: a slow disk slows the server, not the heap. */
    private final class Writing implements BodySubscriber<Sha256> {
        private final CompletableFuture<Sha256> body = new CompletableFuture<>();
        private final RateLimit limit;
        private Flow.@Nullable Subscription subscription;

        Writing(RateLimit limit) {
            this.limit = limit;
        }

        @Override
        public CompletionStage<Sha256> getBody() {
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
                    write(buffer, limit);
                }
                source.request(1);
            } catch (IOException e) {
                source.cancel();
                body.completeExceptionally(new LocalWriteException(e));
            }
        }

        @Override
        public void onError(Throwable error) {
            body.completeExceptionally(error);
        }

        @Override
        public void onComplete() {
            try {
                body.complete(digest.value());
            } catch (IOException e) {
                body.completeExceptionally(e);
            }
        }
    }
}
