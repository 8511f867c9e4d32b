package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.api.ApiPaths;
import dev.ezworks.api.Sha256;
import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.BestOfThree;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.RawHttp;
import dev.ezworks.e2e.harness.Scratch;
import dev.ezworks.e2e.harness.ServerProcess;
import dev.ezworks.e2e.harness.TusUpload;
import dev.ezworks.server.testing.Mongod;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Servers of one MongoDB keep nothing to themselves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoServersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    // What is promised; waiting for the connection to be given up would take 120.
    private static final Duration TAKE_OVER = Duration.ofSeconds(2);
    // "Within a second or so".
    private static final Duration TOLD = Duration.ofSeconds(2);

    private final Map<String, String> settings = Map.of(
            "MONGO_CONNECTION_STRING",
            Mongod.replicaSet().freshDatabase(),
            "JWT_SECRET",
            "0123456789-0123456789-0123456789-0123456789");
    private final Path temp = Scratch.folder("two-servers");
    private final ServerProcess one = ServerProcess.start(settings, temp);
    private final ServerProcess other = ServerProcess.start(settings, temp);
    private final Api here = new Api(one.url());
    private final Api there = new Api(other.url());
    // The common pool may have one thread.
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterAll
    void stop() {
        threads.shutdownNow();
        one.close();
        other.close();
        Scratch.remove(temp);
    }

    @Test
    void whatOneServerDoesTheOtherShouldKnow() {
        Bytes content = Bytes.of(6, 3_000_000);
        Api.Login operator = here.operator();
        here.put(operator, "file.bin", content);

        assertThat(there.get(operator, Api.ownPath("file.bin")).body()).isEqualTo(content.array());
        there.get(operator, "/logout");
        assertThat(here.get(operator, "/session").status()).isEqualTo(401);
    }

    @Test
    void whatOneServerPublishesTheOtherShouldTellWhoWaits() throws IOException {
        Api.Login operator = here.operator();
        AtomicInteger files = new AtomicInteger();

        BestOfThree.requireWithin(TOLD, () -> publishForWhoWaitsThere(operator, "file-" + files.incrementAndGet()));
    }

    /** From the answer to the publish on one server until the answer of the other. */
    private Duration publishForWhoWaitsThere(Api.Login operator, String name) throws IOException {
        String tag = there.get(operator, ApiPaths.OWN_FILES).header("ETag").orElseThrow();
        try (RawHttp waiting = new RawHttp(there.base())) {
            waiting.send(String.join(
                    "\r\n",
                    "GET " + ApiPaths.OWN_FILES + " HTTP/1.1",
                    "Host: ezworks",
                    "Authorization: " + operator.bearer(),
                    "If-None-Match: " + tag,
                    "Prefer: wait=30",
                    "",
                    ""));
            assertThat(here.put(operator, name, new byte[1]).status()).isEqualTo(201);
            long published = System.nanoTime();
            Answer answer = waiting.readAnswer();
            Duration took = Duration.ofNanos(System.nanoTime() - published);

            assertThat(answer.names()).contains(name);
            return took;
        }
    }

    @Test
    void whatOneServerBeganTheOtherShouldFinish() throws IOException {
        BestOfThree.requireWithin(TAKE_OVER, this::goOnBesideAStalledConnection);
    }

    /** From the HEAD until the PATCH is done, and whoever stalled on the other server has been told. */
    private Duration goOnBesideAStalledConnection() throws IOException {
        Bytes content = Bytes.of(7, 9_000_000);
        Api.Login operator = here.operator();
        TusUpload upload = begin(operator, content);
        Duration took;
        try (RawHttp stalled = beginPiece(upload, content, 6_000_000)) {
            long begun = System.nanoTime();
            long offset = upload.on(there).offset();
            Answer rest = upload.on(there).patch(offset, content.slice((int) offset, 9_000_000));
            assertThat(stalled.readAnswer().status()).isEqualTo(409);
            took = Duration.ofNanos(System.nanoTime() - begun);

            assertThat(offset).isBetween(2_000_000L, 6_000_000L);
            assertThat(rest.status()).as("%s", rest).isEqualTo(204);
        }
        assertWhole(operator, upload, content);
        return took;
    }

    @Test
    void aPieceThatCanOnlyBeWrongShouldNotEndTheOneThatMoves() throws IOException {
        Bytes content = Bytes.of(8, 9_000_000);
        Api.Login operator = here.operator();
        TusUpload upload = begin(operator, content);
        try (RawHttp moving = beginPiece(upload, content, 6_000_000)) {
            Answer late = upload.on(there).patch(0, content.slice(0, 100_000));
            Answer beyond = upload.on(there).patch(9_000_001, new byte[1]);

            assertThat(late.problemCode()).as("%s", late).contains("offset-mismatch");
            assertThat(beyond.problemCode()).as("%s", beyond).contains("offset-mismatch");
            moving.send(content.slice(6_000_000, 9_000_000));
            assertThat(moving.readAnswer().status()).isEqualTo(204);
        }
        assertWhole(operator, upload, content);
    }

    /** An upload of which two million bytes are there, as both servers know. */
    private TusUpload begin(Api.Login operator, Bytes content) {
        TusUpload upload = TusUpload.begin(here, operator, "file.bin", content.length());
        upload.patch(0, content.slice(0, 2_000_000));
        // What is measured is the wait, not the first steps of a server that has just started.
        assertThat(upload.on(there).offset()).isEqualTo(2_000_000);
        return upload;
    }

    /** A piece that begins there, and goes on to the end; the server has taken some of it, up to this offset. */
    private RawHttp beginPiece(TusUpload upload, Bytes content, int sentTo) throws IOException {
        long before = here.takenBytes();
        RawHttp piece = new RawHttp(here.base());
        piece.send(upload.patchHead(2_000_000, content.length() - 2_000_000));
        piece.send(content.slice(2_000_000, sentTo));
        // Else it may begin only after it was to be taken over.
        await().atMost(PATIENCE).until(() -> here.takenBytes() - before >= 3_000_000);
        return piece;
    }

    /** Each may end the other before it has seen that it cannot go on itself. */
    @RepeatedTest(5)
    void ofTwoPiecesAtOneOffsetAtMostOneShouldBeTakenAndNoByteBeLost() {
        Bytes content = Bytes.of(9, 8_000_000);
        Api.Login operator = here.operator();
        TusUpload upload = TusUpload.begin(here, operator, "file.bin", content.length());

        List<CompletableFuture<Integer>> both = Stream.of(here, there)
                .map(api -> CompletableFuture.supplyAsync(() -> patchAll(api, upload, content), threads))
                .toList();
        List<Integer> answers = both.stream().map(CompletableFuture::join).toList();
        long offset = upload.on(there).offset();

        assertThat(answers).allMatch(status -> status == 204 || status == 409 || status == 0);
        assertThat(answers.stream().filter(status -> status == 204)).hasSizeLessThanOrEqualTo(1);
        if (answers.contains(204)) {
            assertThat(offset).isEqualTo(content.length());
        }
        Answer rest = upload.on(there).patch(offset, content.slice((int) offset, 8_000_000));
        assertThat(rest.status()).as("%s", rest).isEqualTo(204);
        assertWhole(operator, upload, content);
    }

    /**
     * Sends all in one piece, or as much as is taken.
     *
     * @return the status; 0 stands for a connection that ended without an answer
     */
    private static int patchAll(Api api, TusUpload upload, Bytes content) {
        try (RawHttp http = new RawHttp(api.base())) {
            http.send(upload.patchHead(0, content.length()));
            http.sendWhileTaken(content.array());
            return http.readAnswer().status();
        } catch (IOException e) {
            return 0;
        }
    }

    private void assertWhole(Api.Login operator, TusUpload upload, Bytes content) {
        Answer file = here.get(operator, Api.ownPath("file.bin"));
        assertThat(file.header("Repr-Digest")).contains(content.sha256().digestField());
        assertThat(Sha256.of(file.body())).isEqualTo(content.sha256());
        assertThat(upload.offset()).isEqualTo(content.length());
    }
}
