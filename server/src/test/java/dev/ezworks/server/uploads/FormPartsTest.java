package dev.ezworks.server.uploads;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.server.Await;
import dev.ezworks.server.multipart.Boundary;
import dev.ezworks.server.multipart.FormLimits;
import dev.ezworks.server.multipart.MalformedFormException;
import dev.ezworks.server.multipart.MultipartParser;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class FormPartsTest {
    private static final String HEADERS = "Content-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\n";

    private final NettyDataBufferFactory buffers = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);
    private final List<ByteBuf> made = new ArrayList<>();
    private final List<String> read = new ArrayList<>();

    @AfterEach
    void noBufferShouldBeLeft() {
        assertThat(made).allSatisfy(buffer -> assertThat(buffer.refCnt()).isZero());
    }

    @Test
    void contentShouldComeAsItWasHoweverTheBodyIsCut() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<String> contents = IntStream.range(0, random.nextInt(4))
                    .mapToObj(i -> "x\r\n--boun".repeat(random.nextInt(100)) + i)
                    .toList();
            read.clear();

            StepVerifier.create(parts(cut(form(contents), 1 + random.nextInt(200)))
                            .concatMap(part -> text(part.content().limitRate(1 + random.nextInt(3))), 0))
                    .expectComplete()
                    .verify(Await.TIMEOUT);

            assertThat(read).as("seed %d", seed).isEqualTo(contents);
        }
    }

    @Test
    void readerMayBeOnAnotherThread() {
        List<String> contents = List.of("a".repeat(30_000), "", "b".repeat(30_000));
        StepVerifier.create(parts(cut(form(contents), 100).publishOn(Schedulers.parallel(), 1))
                        .concatMap(
                                part -> Mono.delay(java.time.Duration.ofMillis(1))
                                        .then(text(part.content().publishOn(Schedulers.boundedElastic(), 2))),
                                0))
                .expectComplete()
                .verify(Await.TIMEOUT);
        assertThat(read).isEqualTo(contents);
    }

    @Test
    void bufferWithoutABoundaryShouldBePassedOnAsItIs() {
        TestPublisher<DataBuffer> network = TestPublisher.create();
        DataBuffer whole = buffer("data");
        StepVerifier.create(parts(network.flux()).concatMap(FormPart::content, 0))
                .then(() -> network.next(buffer("--bound\r\n" + HEADERS)).next(whole))
                .consumeNextWith(piece -> {
                    assertThat(piece).isSameAs(whole);
                    DataBufferUtils.release(piece);
                })
                .thenCancel()
                .verify(Await.TIMEOUT);
    }

    @Test
    void partsThatNobodyReadsShouldBeReadPast() {
        StepVerifier.create(parts(cut(form(List.of("a".repeat(1000), "b", "c".repeat(1000))), 50))
                        .index()
                        .concatMap(part -> part.getT1() == 1 ? text(part.getT2().content()) : Mono.empty(), 0))
                .expectComplete()
                .verify(Await.TIMEOUT);
        assertThat(read).containsExactly("b");
    }

    @Test
    void restOfAPartThatIsNoLongerReadShouldBeReadPast() {
        StepVerifier.create(parts(cut(form(List.of("a".repeat(1000), "b")), 50))
                        .concatMap(part -> text(part.content().take(1)), 0))
                .expectComplete()
                .verify(Await.TIMEOUT);
        assertThat(read).hasSize(2).last().isEqualTo("b");
    }

    @Test
    void nothingShouldBeAskedOfTheNetworkBeforeSomebodyWantsIt() {
        TestPublisher<DataBuffer> network = TestPublisher.create();
        List<FormPart> got = new ArrayList<>();
        StepVerifier.create(parts(network.flux()), 0)
                .then(network::assertWasNotRequested)
                .thenRequest(1)
                .then(() -> network.assertMinRequested(1))
                .then(() -> network.next(buffer("--bound\r\n" + HEADERS)))
                .consumeNextWith(got::add)
                .then(() -> StepVerifier.create(got.get(0).content(), 0)
                        .then(() -> network.assertMaxRequested(0))
                        .thenRequest(1)
                        .then(() -> network.assertMinRequested(1))
                        .then(() -> network.next(buffer("data")))
                        .consumeNextWith(DataBufferUtils::release)
                        .then(() -> network.assertMaxRequested(0))
                        .thenCancel()
                        .verify(Await.TIMEOUT))
                .thenCancel()
                .verify(Await.TIMEOUT);
    }

    @Test
    void breakShouldBeToldWhereverItComes() {
        String form = form(List.of("some", "data"));
        for (int length = 0; length <= form.length(); length++) {
            StepVerifier.create(parts(Flux.concat(
                                    cut(form.substring(0, length), 7), Flux.error(new IllegalStateException("gone"))))
                            .concatMap(part -> text(part.content()), 0))
                    .expectErrorMessage("gone")
                    .verify(Await.TIMEOUT);
        }
    }

    @Test
    void breakShouldBeToldToWhoeverReadsAPart() {
        List<Throwable> told = new ArrayList<>();
        StepVerifier.create(parts(Flux.concat(
                                cut("--bound\r\n" + HEADERS + "da", 7), Flux.error(new IllegalStateException("gone"))))
                        .concatMap(part -> text(part.content()).doOnError(told::add), 0))
                .expectErrorMessage("gone")
                .verify(Await.TIMEOUT);
        assertThat(told).singleElement().extracting(Throwable::getMessage).isEqualTo("gone");
    }

    @Test
    void bodyThatEndsTooSoonShouldBeAFailure() {
        String form = form(List.of("some", "data"));
        for (int length = 0; length < form.length() - 2; length++) {
            StepVerifier.create(parts(cut(form.substring(0, length), 11)).concatMap(part -> text(part.content()), 0))
                    .expectError(MalformedFormException.class)
                    .verify(Await.TIMEOUT);
        }
    }

    @Test
    void malformedFormShouldEndTheBodyThere() {
        TestPublisher<DataBuffer> network = TestPublisher.create();
        StepVerifier.create(parts(network.flux()).concatMap(part -> text(part.content()), 0))
                .then(() -> network.next(buffer("--bound\r\nno header\r\n\r\ndata")))
                .expectError(MalformedFormException.class)
                .verify(Await.TIMEOUT);
        network.assertCancelled();
    }

    @Test
    void cancelShouldReleaseWhateverIsHeldWheneverItComes() {
        String form = form(List.of("some\r\n--boun", "data"));
        for (int size = 1; size < 80; size += 3) {
            for (int count = 0; count < 20; count++) {
                int cancelAt = count;
                TestPublisher<DataBuffer> network = TestPublisher.create();
                List<DataBuffer> pieces = cut(form, size)
                        .collectList()
                        .blockOptional(Await.TIMEOUT)
                        .orElseThrow();
                StepVerifier.create(parts(network.flux()).concatMap(part -> text(part.content()), 0))
                        .then(() -> pieces.stream().limit(cancelAt).forEach(network::next))
                        .thenCancel()
                        .verify(Await.TIMEOUT);
                pieces.stream().skip(cancelAt).forEach(DataBufferUtils::release);
            }
        }
    }

    @Test
    void failureOfAPartsReaderShouldEndTheBodyThere() {
        TestPublisher<DataBuffer> network = TestPublisher.create();
        StepVerifier.create(parts(network.flux())
                        .concatMap(
                                part -> text(part.content()).then(Mono.error(new IllegalStateException("disk full"))),
                                0))
                .then(() -> network.next(buffer(form(List.of("data", "more")))))
                .expectErrorMessage("disk full")
                .verify(Await.TIMEOUT);
        network.assertCancelled();
    }

    private static FormParts parts(Flux<DataBuffer> body) {
        return new FormParts(body, () -> new MultipartParser(new Boundary("bound"), FormLimits.DEFAULT));
    }

    /** Reads it to its end into {@link #read}. */
    private Mono<Void> text(Flux<DataBuffer> content) {
        StringBuilder text = new StringBuilder();
        return content.doOnNext(piece -> {
                    text.append(piece.toString(ISO_8859_1));
                    DataBufferUtils.release(piece);
                })
                .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                .then(Mono.fromRunnable(() -> read.add(text.toString())));
    }

    private static String form(List<String> contents) {
        StringBuilder form = new StringBuilder();
        contents.forEach(content ->
                form.append("--bound\r\n").append(HEADERS).append(content).append("\r\n"));
        return form.append("--bound--").toString();
    }

    private Flux<DataBuffer> cut(String text, int size) {
        return Flux.range(0, (text.length() + size - 1) / size)
                .map(i -> buffer(text.substring(i * size, Math.min(text.length(), (i + 1) * size))));
    }

    private DataBuffer buffer(String text) {
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(Math.max(1, text.length()));
        buffer.writeCharSequence(text, ISO_8859_1);
        made.add(buffer);
        return buffers.wrap(buffer);
    }
}
