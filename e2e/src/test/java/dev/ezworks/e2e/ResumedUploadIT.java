package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.api.Sha256;
import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.BestOfThree;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.OwnServerTest;
import dev.ezworks.e2e.harness.RawHttp;
import dev.ezworks.e2e.harness.StoreKind;
import dev.ezworks.e2e.harness.TusUpload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Uploads that break off in every way, and go on. */
class ResumedUploadIT extends OwnServerTest {
    private static final Logger log = LoggerFactory.getLogger(ResumedUploadIT.class);

    private static final int MIB = 1 << 20;
    private static final int PIECE = 256 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    // What is promised; waiting for the connection to be given up would take 120.
    private static final Duration TAKE_OVER = Duration.ofSeconds(2);

    private final StoreKind store;
    // The common pool may have one thread.
    private final ExecutorService threads = Executors.newCachedThreadPool();

    ResumedUploadIT(StoreKind store) {
        super(store, Map.of("EZWORKS_SWEEP_INTERVAL", "200ms"), "-Xmx256m");
        this.store = store;
    }

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    /**
     * What is counted is what the server took: its transfer metric, read before the kill, against what it remembers
     * after. What lay in the buffers of the two sockets is sent twice too. No server bounds that: the sender does, by
     * the size of its pieces.
     */
    @RepeatedTest(2)
    void aKilledServerShouldCostNoMoreThanTheLastBytes() throws IOException {
        Api.Login operator = server.api().operator();
        Bytes content = Bytes.of(41, 96 * MIB);
        byte[] bytes = content.array();
        TusUpload upload = TusUpload.begin(server.api(), operator, "big.bin", content.length());
        upload.patch(0, content.slice(0, 5 * MIB));
        AtomicLong sent = new AtomicLong(5 * MIB);
        long before = server.api().takenBytes();
        long leastTaken;

        try (RawHttp http = new RawHttp(server.api().base())) {
            http.send(upload.patchHead(5 * MIB, content.length() - 5 * MIB));
            CountDownLatch killed = new CountDownLatch(1);
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(() -> send(http, bytes, sent, killed), threads);
            long taken = await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> server.api().takenBytes(), bytesTaken -> bytesTaken - before > 50 * MIB);
            server.kill();
            killed.countDown();
            assertThat(sending).failsWithin(PATIENCE);
            leastTaken = taken;
        }
        server.start(Map.of());

        TusUpload again = upload.on(server.api());
        long offset = again.offset();
        long lost = 5 * MIB + leastTaken - before - offset;
        log.info("{}: of {} bytes sent {} were on their way, {} lost", store, sent, sent.get() - offset - lost, lost);
        assertThat(offset).isGreaterThanOrEqualTo(5 * MIB).isLessThanOrEqualTo(sent.get());
        assertThat(lost).isLessThanOrEqualTo(16 * MIB);
        Answer rest = again.patch(offset, content.slice((int) offset, bytes.length));
        assertThat(rest.status()).as("%s", rest).isEqualTo(204);
        assertFile(operator, "big.bin", content);
    }

    /** The last bytes only after the kill: else all of them may lie in the buffers of the two sockets before it. */
    private static void send(RawHttp http, byte[] bytes, AtomicLong sent, CountDownLatch killed) {
        try {
            while (sent.get() < bytes.length) {
                int from = (int) sent.get();
                if (from >= bytes.length - 6 * MIB) {
                    killed.await();
                }
                http.send(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE)));
                sent.addAndGet(PIECE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aStalledConnectionShouldNotHoldUpWhoGoesOn() throws IOException {
        BestOfThree.requireWithin(TAKE_OVER, this::goOnBesideAStalledConnection);
    }

    /** From the HEAD until the PATCH is done, and whoever stalled has been told. */
    private Duration goOnBesideAStalledConnection() throws IOException {
        Api.Login operator = server.api().operator();
        Bytes content = Bytes.of(42, 10 * MIB);
        TusUpload upload = TusUpload.begin(server.api(), operator, "stalled.bin", content.length());
        // What is measured is the wait, not the first use of what it takes.
        assertThat(upload.offset()).isZero();
        long before = server.api().takenBytes();
        Duration took;
        try (RawHttp stalled = new RawHttp(server.api().base())) {
            stalled.send(upload.patchHead(0, content.length()));
            stalled.send(content.slice(0, 3 * MIB + 100_000));
            // Else it may begin only after it was to be taken over.
            await().atMost(PATIENCE).until(() -> server.api().takenBytes() - before >= 3 * MIB);

            long begun = System.nanoTime();
            long offset = upload.offset();
            Answer rest = upload.patch(offset, content.slice((int) offset, (int) content.length()));
            assertThat(stalled.readAnswer().status()).isEqualTo(409);
            took = Duration.ofNanos(System.nanoTime() - begun);

            assertThat(rest.status()).as("%s", rest).isEqualTo(204);
        }
        assertFile(operator, "stalled.bin", content);
        return took;
    }

    /** The first of them keeps moving until the other one is refused: if it stood still it would be overtaken. */
    @RepeatedTest(5)
    void ofTwoPiecesAtOneOffsetExactlyOneShouldBeTaken() {
        Api.Login operator = server.api().operator();
        Bytes content = Bytes.of(43, 8 * MIB);
        byte[] bytes = content.array();
        TusUpload upload = TusUpload.begin(server.api(), operator, "twice.bin", content.length());

        CountDownLatch decided = new CountDownLatch(1);
        List<CompletableFuture<Integer>> both = Stream.of(1, 2)
                .map(i -> CompletableFuture.supplyAsync(() -> patchSlowlyUntil(decided, upload, bytes), threads))
                .toList();
        List<Integer> answers = both.stream().map(CompletableFuture::join).toList();

        assertThat(answers).containsOnlyOnce(204).allMatch(status -> status == 204 || status == 409 || status == 0);
        assertFile(operator, "twice.bin", content);
    }

    /**
     * Sends a piece byte by byte until there is an answer, to this one or to another, and then the rest at once.
     *
     * @return the status; 0 stands for a connection that ended without an answer
     */
    private int patchSlowlyUntil(CountDownLatch decided, TusUpload upload, byte[] bytes) {
        try (RawHttp http = new RawHttp(server.api().base())) {
            http.send(upload.patchHead(0, bytes.length));
            CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> status(http), threads)
                    .whenComplete((answered, broken) -> decided.countDown());
            int sent = 0;
            while (!decided.await(50, TimeUnit.MILLISECONDS)) {
                http.sendWhileTaken(Arrays.copyOfRange(bytes, sent, sent + 1));
                sent++;
            }
            http.sendWhileTaken(Arrays.copyOfRange(bytes, sent, bytes.length));
            return status.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int status(RawHttp http) {
        try {
            return http.readAnswer().status();
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void aLostLastAnswerShouldBeToldAgain() throws IOException {
        Api.Login operator = server.api().operator();
        Bytes content = Bytes.of(44, 3 * MIB);
        TusUpload upload = TusUpload.begin(server.api(), operator, "lost.bin", content.length());
        try (RawHttp cut = new RawHttp(server.api().base())) {
            cut.send(upload.patchHead(0, content.length()));
            cut.send(content.array());
            await().atMost(PATIENCE)
                    .until(() ->
                            server.api().head(operator, Api.ownPath("lost.bin")).status() == 200);
            cut.reset();
        }
        server.killAndRestart();

        Answer head = upload.on(server.api()).head();

        assertThat(head.header("Upload-Offset")).contains(Long.toString(content.length()));
        assertThat(head.header("Content-Location")).contains(Api.ownPath("lost.bin"));
        assertThat(head.header("Repr-Digest")).contains(content.sha256().digestField());
    }

    private void assertFile(Api.Login operator, String name, Bytes content) {
        Answer get = server.api().get(operator, Api.ownPath(name));
        assertThat(get.status()).isEqualTo(200);
        assertThat(Sha256.of(get.body())).isEqualTo(content.sha256());
        assertThat(get.header("Repr-Digest")).contains(content.sha256().digestField());
    }
}
