package dev.ezworks.cli.client;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** Reads a request body as the HTTP client does: one block at a time. */
final class Bodies {
    private Bodies() {}

    static byte[] read(BodyPublisher body) throws Exception {
        CompletableFuture<byte[]> whole = new CompletableFuture<>();
        body.subscribe(new Flow.Subscriber<>() {
            private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
            private Flow.Subscription subscription = new Flow.Subscription() {
                @Override
                public void request(long count) {}

                @Override
                public void cancel() {}
            };

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                this.subscription = subscription;
                subscription.request(1);
            }

            @Override
            public void onNext(ByteBuffer block) {
                byte[] bytes = new byte[block.remaining()];
                block.get(bytes);
                collected.writeBytes(bytes);
                subscription.request(1);
            }

            @Override
            public void onError(Throwable error) {
                whole.completeExceptionally(error);
            }

            @Override
            public void onComplete() {
                whole.complete(collected.toByteArray());
            }
        });
        return whole.get(10, TimeUnit.SECONDS);
    }
}
