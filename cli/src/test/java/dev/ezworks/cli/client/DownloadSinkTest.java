package dev.ezworks.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Sha256;
import dev.ezworks.cli.client.DownloadSink.Arrived;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DownloadSinkTest {
    private static final Flow.Subscription CONNECTION = new Flow.Subscription() {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
    };

    private final AtomicLong now = new AtomicLong();

    @Test
    void bytesShouldArriveAtTheRate() throws Exception {
        byte[] content = Bytes.random(1_000_000);
        RemoteFile file = new RemoteFile(content.length, Sha256.of(content));
        RateLimit limit = new RateLimit(100_000, now::get, time -> now.addAndGet(time.toNanos()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<Long> pieces = new ArrayList<>();
        try (DownloadSink sink = DownloadSink.open(new StreamTarget(out), pieces::add)) {
            BodySubscriber<Arrived> body = sink.subscriber(new DownloadAnswer(file, 0), limit);
            body.onSubscribe(CONNECTION);
            body.onNext(List.of(ByteBuffer.wrap(content, 0, 600_001), ByteBuffer.wrap(content, 600_001, 399_999)));
            body.onComplete();

            assertThat(body.getBody()
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS)
                            .digest())
                    .isEqualTo(file.sha256());
        }

        assertThat(out.toByteArray()).isEqualTo(content);
        assertThat(Duration.ofNanos(now.get())).isBetween(Duration.ofMillis(9_800), Duration.ofSeconds(10));
        assertThat(pieces).allMatch(piece -> piece <= 10_000);
    }
}
