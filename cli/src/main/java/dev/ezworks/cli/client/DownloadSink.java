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

    BodySubscriber<Sha256> subscriber(RemoteFile announced) {
        listener.expect(announced.size());
        return new Writing();
    }

    private void write(ByteBuffer buffer) throws IOException {
        digest.update(buffer);
        int count = buffer.remaining();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        received.addAndGet(count);
        listener.moved(count);
    }

    @Override
    public void close() {
        digest.close();
    }

    /** Asks for the next buffers when the last are written: a slow disk slows the server, not the heap. */
    private final class Writing implements BodySubscriber<Sha256> {
        private final CompletableFuture<Sha256> body = new CompletableFuture<>();
        private Flow.@Nullable Subscription subscription;

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
                    write(buffer);
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
