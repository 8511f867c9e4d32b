package dev.ezworks.cli.client;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A response body that is parsed whole. Past the limit the rest is not read: a server can't fill the client's memory.
 */
final class LimitedBody implements BodySubscriber<byte[]> {
    private final int limit;
    private final boolean cut;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    private LimitedBody(int limit, boolean cut) {
        this.limit = limit;
        this.cut = cut;
    }

    /** A longer body is an {@link UnexpectedAnswerException}. */
    static LimitedBody failingAbove(int limit) {
        return new LimitedBody(limit, false);
    }

    /** A longer body is cut: enough for an error message. */
    static LimitedBody cutAt(int limit) {
        return new LimitedBody(limit, true);
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            int room = limit - collected.size();
            byte[] bytes = new byte[Math.min(room, buffer.remaining())];
            buffer.get(bytes);
            collected.writeBytes(bytes);
            if (buffer.hasRemaining()) {
                stop();
                return;
            }
        }
    }

    private void stop() {
        if (subscription != null) {
            subscription.cancel();
        }
        if (cut) {
            body.complete(collected.toByteArray());
        } else {
            body.completeExceptionally(new UnexpectedAnswerException("the answer is longer than " + limit + " bytes"));
        }
    }

    @Override
    public void onError(Throwable error) {
        body.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        body.complete(collected.toByteArray());
    }
}
