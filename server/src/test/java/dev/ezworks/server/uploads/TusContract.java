package dev.ezworks.server.uploads;

import static dev.ezworks.server.testing.Answers.assertProblem;
import static dev.ezworks.server.testing.Answers.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.api.Sha256;
import dev.ezworks.server.Await;
import dev.ezworks.server.content.ContentStoreFixture;
import dev.ezworks.server.testing.Caller;
import dev.ezworks.server.testing.RawConnection;
import dev.ezworks.server.testing.RunningServer;
import dev.ezworks.server.transfers.ActiveTransfers;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Resumable uploads through the public door, on a server that takes files of 3 MB at most. */
interface TusContract {
    byte[] BYTES = ContentStoreFixture.randomBytes(2_500_000);

    RunningServer server();

    /** An upload that somebody has begun. */
    record Begun(Caller caller, String path) {
        HttpResponse<byte[]> head() {
            return caller.head(path, "Tus-Resumable", "1.0.0");
        }

        HttpResponse<byte[]> patch(long offset, byte[] bytes, String... more) {
            return caller.send("PATCH", path, BodyPublishers.ofByteArray(bytes), patchHeaders(offset, more));
        }

        HttpResponse<byte[]> patch(long offset, int from, int to) {
            return patch(offset, Arrays.copyOfRange(BYTES, from, to));
        }

        HttpResponse<byte[]> delete() {
            return caller.delete(path, "Tus-Resumable", "1.0.0");
        }
    }

    static String[] patchHeaders(long offset, String... more) {
        return with(
                more,
                "Tus-Resumable",
                "1.0.0",
                "Upload-Offset",
                Long.toString(offset),
                "Content-Type",
                "application/offset+octet-stream");
    }

    private static String[] with(String[] more, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + more.length);
        System.arraycopy(more, 0, all, headers.length, more.length);
        return all;
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    static HttpResponse<byte[]> post(Caller caller, String name, BodyPublisher body, String... more) {
        return caller.send(
                "POST",
                "/ops/uploads",
                body,
                with(more, "Tus-Resumable", "1.0.0", "Upload-Metadata", "filename " + base64(name)));
    }

    default Begun begin(Caller caller, String name, long length) {
        HttpResponse<byte[]> answer =
                post(caller, name, BodyPublishers.noBody(), "Upload-Length", Long.toString(length));
        assertThat(answer.statusCode()).isEqualTo(201);
        return new Begun(caller, header(answer, "Location"));
    }

    /** Sends the head of a request that adds a piece. */
    private RawConnection startPatch(Begun upload, long offset, String... framing) throws IOException {
        return server().connect()
                .lines(
                        "PATCH " + upload.path() + " HTTP/1.1",
                        "Host: x",
                        "Authorization: Bearer " + upload.caller().token(),
                        "Tus-Resumable: 1.0.0",
                        "Upload-Offset: " + offset,
                        "Content-Type: application/offset+octet-stream")
                .lines(framing)
                .lines("");
    }

    private static void assertPublished(HttpResponse<byte[]> answer, Begun upload, String path, byte[] bytes) {
        assertThat(header(answer, "Content-Location")).isEqualTo(path);
        assertThat(header(answer, "Repr-Digest")).isEqualTo(Sha256.of(bytes).digestField());
        assertThat(header(answer, "Upload-Offset")).isEqualTo(Integer.toString(bytes.length));
        assertThat(upload.caller().get(path).body()).isEqualTo(bytes);
    }

    @Test
    default void uploadInTwoPiecesShouldBecomeAFile() {
        Begun upload = begin(server().operator(), "a b/c", BYTES.length);

        HttpResponse<byte[]> first = upload.patch(0, 0, 1_000_001);
        assertThat(first.statusCode()).isEqualTo(204);
        assertThat(header(first, "Upload-Offset")).isEqualTo("1000001");
        assertThat(header(first, "Upload-Expires")).isNotEmpty();
        assertThat(upload.caller().get("/ops/files/a%20b/c").statusCode()).isEqualTo(404);

        HttpResponse<byte[]> second = upload.patch(1_000_001, 1_000_001, BYTES.length);
        assertThat(second.statusCode()).isEqualTo(204);
        assertPublished(second, upload, "/ops/files/a%20b/c", BYTES);
    }

    @Test
    default void headShouldTellHowFarItIs() {
        Caller caller = server().operator();
        String metadata = "filename " + base64("x") + ",secret,filetype " + base64("text/odd");
        HttpResponse<byte[]> created = caller.send(
                "POST",
                "/ops/uploads",
                BodyPublishers.noBody(),
                "Tus-Resumable",
                "1.0.0",
                "Upload-Metadata",
                metadata,
                "Upload-Length",
                "2500000");
        Begun upload = new Begun(caller, header(created, "Location"));
        upload.patch(0, 0, 1_500_000);

        HttpResponse<byte[]> answer = upload.head();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(header(answer, "Upload-Offset")).isEqualTo("1500000");
        assertThat(header(answer, "Upload-Length")).isEqualTo("2500000");
        assertThat(header(answer, "Upload-Metadata")).isEqualTo(metadata);
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        upload.delete();
    }

    @Test
    default void lostLastAnswerShouldBeToldAgain() {
        Begun upload = begin(server().operator(), "a", BYTES.length);
        upload.patch(0, BYTES);

        HttpResponse<byte[]> answer = upload.head();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertPublished(answer, upload, "/ops/files/a", BYTES);
        assertThat(header(upload.patch(BYTES.length, new byte[0]), "Upload-Offset"))
                .isEqualTo("2500000");
    }

    @Test
    default void emptyPieceForAFinishedUploadShouldBeWelcome() throws IOException {
        Begun upload = begin(server().operator(), "a", 5);
        upload.patch(0, new byte[5]);
        try (RawConnection connection = startPatch(upload, 5, "Transfer-Encoding: chunked", "Expect: 100-continue")) {
            assertThat(connection.head()).startsWith("HTTP/1.1 100");
            connection.lines("0", "");
            assertThat(connection.read().status()).isEqualTo(204);
        }
    }

    @Test
    default void emptyUploadShouldBeAFileAtOnce() {
        Caller caller = server().operator();
        HttpResponse<byte[]> answer = post(caller, "empty", BodyPublishers.noBody(), "Upload-Length", "0");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertPublished(answer, new Begun(caller, header(answer, "Location")), "/ops/files/empty", new byte[0]);
    }

    @Test
    default void otherOffsetShouldChangeNothing() {
        Begun upload = begin(server().operator(), "a", BYTES.length);
        upload.patch(0, 0, 1_000_000);

        assertProblem(upload.patch(999_999, 0, 10), 409, "offset-mismatch");
        assertProblem(upload.patch(1_000_001, 0, 10), 409, "offset-mismatch");

        assertThat(header(upload.head(), "Upload-Offset")).isEqualTo("1000000");
        upload.delete();
    }

    @Test
    default void deletedUploadShouldBeGone() {
        Begun upload = begin(server().operator(), "a", BYTES.length);
        upload.patch(0, 0, 1_000_000);

        HttpResponse<byte[]> answer = upload.delete();

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(header(answer, "Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(upload.head().statusCode()).isEqualTo(404);
        assertProblem(upload.delete(), 404, "no-such-upload");
        assertProblem(upload.patch(1_000_000, 0, 1), 404, "no-such-upload");
    }

    @Test
    default void uploadShouldBeItsOwnersOnly() {
        Begun upload = begin(server().operator(), "a", BYTES.length);
        Begun asAnother = new Begun(server().operator(), upload.path());

        assertThat(asAnother.head().statusCode()).isEqualTo(404);
        assertProblem(asAnother.patch(0, BYTES), 404, "no-such-upload");
        assertProblem(asAnother.delete(), 404, "no-such-upload");

        assertThat(upload.patch(0, BYTES).statusCode()).isEqualTo(204);
    }

    @Test
    default void creationShouldTakeTheFirstBytes() {
        Caller caller = server().operator();
        HttpResponse<byte[]> answer = post(
                caller,
                "a",
                BodyPublishers.ofByteArray(BYTES, 0, 1_000_000),
                "Content-Type",
                "application/offset+octet-stream",
                "Upload-Length",
                "2500000");
        Begun upload = new Begun(caller, header(answer, "Location"));
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(header(answer, "Upload-Offset")).isEqualTo("1000000");

        upload.patch(1_000_000, 1_000_000, BYTES.length);

        assertPublished(upload.head(), upload, "/ops/files/a", BYTES);
    }

    @Test
    default void creationWithAllBytesShouldPublishAtOnce() {
        Caller caller = server().operator();
        HttpResponse<byte[]> answer = post(
                caller,
                "a",
                BodyPublishers.ofByteArray(BYTES),
                "Content-Type",
                "application/offset+octet-stream",
                "Upload-Length",
                "2500000");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertPublished(answer, new Begun(caller, header(answer, "Location")), "/ops/files/a", BYTES);
    }

    @Test
    default void lengthMayComeWithALaterPiece() {
        Caller caller = server().operator();
        HttpResponse<byte[]> answer = post(caller, "a", BodyPublishers.noBody(), "Upload-Defer-Length", "1");
        Begun upload = new Begun(caller, header(answer, "Location"));
        upload.patch(0, 0, 1_000_000);
        HttpResponse<byte[]> head = upload.head();
        assertThat(header(head, "Upload-Defer-Length")).isEqualTo("1");
        assertThat(header(head, "Upload-Length")).isEmpty();

        HttpResponse<byte[]> last =
                upload.patch(1_000_000, Arrays.copyOfRange(BYTES, 1_000_000, BYTES.length), "Upload-Length", "2500000");

        assertThat(last.statusCode()).isEqualTo(204);
        assertPublished(last, upload, "/ops/files/a", BYTES);
    }

    @Test
    default void lengthShouldNotChange() {
        Begun upload = begin(server().operator(), "a", BYTES.length);
        assertProblem(upload.patch(0, new byte[3], "Upload-Length", "3"), 400, "bad-request");
        upload.delete();
    }

    @Test
    default void checksumsShouldBeVerified() throws NoSuchAlgorithmException {
        Begun upload = begin(server().operator(), "a", 10);
        byte[] five = {1, 2, 3, 4, 5};
        String sha1 = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-1").digest(five));
        String sha256 = Base64.getEncoder().encodeToString(Sha256.of(five).bytes());

        HttpResponse<byte[]> mismatch = upload.patch(0, new byte[5], "Upload-Checksum", "sha1 " + sha1);
        assertProblem(mismatch, 460, "checksum-mismatch");
        assertThat(header(upload.head(), "Upload-Offset")).isEqualTo("0");

        assertThat(upload.patch(0, five, "Upload-Checksum", "sha1 " + sha1).statusCode())
                .isEqualTo(204);
        assertThat(upload.patch(5, five, "Upload-Checksum", "sha256 " + sha256).statusCode())
                .isEqualTo(204);
        assertThat(upload.caller().get("/ops/files/a").body()).isEqualTo(new byte[] {1, 2, 3, 4, 5, 1, 2, 3, 4, 5});
    }

    @ParameterizedTest
    @ValueSource(strings = {"md5 YQ==", "sha1", "sha1 !", "", "sha256 YQ== YQ=="})
    default void oddChecksumShouldBeRefused(String checksum) {
        Begun upload = begin(server().operator(), "a", 10);
        assertProblem(upload.patch(0, new byte[5], "Upload-Checksum", checksum), 400, "bad-request");
        upload.delete();
    }

    @Test
    default void digestOfTheWholeShouldBeVerified() {
        Begun upload = begin(server().operator(), "a", 5);
        String other = Sha256.of(new byte[1]).digestField();

        assertProblem(upload.patch(0, new byte[5], "Repr-Digest", other), 400, "digest-mismatch");

        assertThat(upload.caller().get("/ops/files/a").statusCode()).isEqualTo(404);
        assertThat(upload.head().statusCode()).isEqualTo(404);
    }

    @Test
    default void digestThatCameWithTheCreationShouldBeVerified() {
        Caller caller = server().operator();
        String digest = Sha256.of(new byte[] {1, 2, 3}).digestField();

        assertProblem(
                post(caller, "a", BodyPublishers.noBody(), "Upload-Length", "0", "Repr-Digest", digest),
                400,
                "digest-mismatch");
        HttpResponse<byte[]> answer =
                post(caller, "a", BodyPublishers.noBody(), "Upload-Length", "3", "Repr-Digest", digest);
        Begun upload = new Begun(caller, header(answer, "Location"));
        upload.patch(0, new byte[] {1});
        assertProblem(upload.patch(1, new byte[] {2, 4}), 400, "digest-mismatch");

        assertThat(caller.get("/ops/files/a").statusCode()).isEqualTo(404);
        assertThat(upload.head().statusCode()).isEqualTo(404);
    }

    @Test
    default void otherDigestOfAFileThatHasAppearedShouldBeRefused() {
        Begun upload = begin(server().operator(), "a", 5);
        upload.patch(0, new byte[5]);
        String other = Sha256.of(new byte[1]).digestField();

        assertProblem(upload.patch(5, new byte[0], "Repr-Digest", other), 400, "digest-mismatch");

        assertPublished(upload.head(), upload, "/ops/files/a", new byte[5]);
    }

    @Test
    default void bytesBeyondTheLengthShouldBeRefused() {
        Begun upload = begin(server().operator(), "a", 10);
        assertProblem(upload.patch(0, new byte[11]), 413, "body-too-large");
        assertThat(header(upload.head(), "Upload-Offset")).isEqualTo("0");
        upload.delete();
    }

    @Test
    default void otherMethodsMayStandBehindPost() {
        Caller caller = server().operator();
        Begun upload = begin(caller, "a", 5);

        HttpResponse<byte[]> patch = caller.send(
                "POST",
                upload.path(),
                BodyPublishers.ofByteArray(new byte[3]),
                patchHeaders(0, "X-HTTP-Method-Override", "PATCH"));
        HttpResponse<byte[]> head = caller.send(
                "POST",
                upload.path(),
                BodyPublishers.noBody(),
                "Tus-Resumable",
                "1.0.0",
                "X-HTTP-Method-Override",
                "HEAD");
        HttpResponse<byte[]> delete = caller.send(
                "POST",
                upload.path(),
                BodyPublishers.noBody(),
                "Tus-Resumable",
                "1.0.0",
                "X-HTTP-Method-Override",
                "DELETE");

        assertThat(patch.statusCode()).isEqualTo(204);
        assertThat(header(head, "Upload-Offset")).isEqualTo("3");
        assertThat(delete.statusCode()).isEqualTo(204);
        assertThat(upload.head().statusCode()).isEqualTo(404);
    }

    @Test
    default void nothingElseMayStandBehindPost() {
        Caller caller = server().operator();
        caller.put("/ops/files/a", BYTES);

        HttpResponse<byte[]> answer =
                caller.send("POST", "/ops/files/a", BodyPublishers.noBody(), "X-HTTP-Method-Override", "DELETE");

        assertProblem(answer, 405, "method-not-allowed");
        assertThat(caller.get("/ops/files/a").statusCode()).isEqualTo(200);
    }

    @Test
    default void optionsShouldTellWhatThereIs() {
        for (String path : List.of("/ops/uploads", "/ops/uploads/0123456789abcdef0123456789abcdef")) {
            HttpResponse<byte[]> answer = server().stranger().send("OPTIONS", path, BodyPublishers.noBody());
            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(header(answer, "Tus-Resumable")).isEqualTo("1.0.0");
            assertThat(header(answer, "Tus-Version")).isEqualTo("1.0.0");
            assertThat(header(answer, "Tus-Max-Size")).isEqualTo("3145728");
            assertThat(header(answer, "Tus-Checksum-Algorithm")).isEqualTo("sha1,sha256");
            assertThat(header(answer, "Tus-Extension").split(","))
                    .containsExactlyInAnyOrder(
                            "creation",
                            "creation-with-upload",
                            "creation-defer-length",
                            "expiration",
                            "checksum",
                            "termination");
        }
    }

    @Test
    default void everyAnswerShouldTellTheVersion() {
        Begun upload = begin(server().operator(), "a", 5);
        Begun asStranger = new Begun(server().stranger(), upload.path());
        Begun asClient = new Begun(server().client(), upload.path());
        List<HttpResponse<byte[]>> answers = List.of(
                asStranger.patch(0, new byte[5]),
                asClient.patch(0, new byte[5]),
                upload.caller().get(upload.path()),
                upload.caller().send("PATCH", upload.path(), BodyPublishers.noBody()),
                upload.patch(3, new byte[1]),
                upload.delete(),
                upload.delete());

        assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(401, 403, 405, 412, 409, 204, 404);
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(header(answer, "Tus-Resumable")).isEqualTo("1.0.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "HEAD", "PATCH", "DELETE"})
    default void otherVersionShouldBeRefused(String method) {
        Caller caller = server().operator();
        String path = method.equals("POST") ? "/ops/uploads" : "/ops/uploads/0123456789abcdef0123456789abcdef";

        for (String[] version : new String[][] {{}, {"Tus-Resumable", "0.2.2"}}) {
            HttpResponse<byte[]> answer = caller.send(method, path, BodyPublishers.noBody(), version);
            assertThat(answer.statusCode()).isEqualTo(412);
            assertThat(header(answer, "Tus-Version")).isEqualTo("1.0.0");
        }
    }

    @Test
    default void pieceOfAnotherTypeShouldBeRefused() {
        Begun upload = begin(server().operator(), "a", 5);
        HttpResponse<byte[]> answer = upload.caller()
                .send(
                        "PATCH",
                        upload.path(),
                        BodyPublishers.ofByteArray(new byte[5]),
                        "Tus-Resumable",
                        "1.0.0",
                        "Upload-Offset",
                        "0",
                        "Content-Type",
                        "application/octet-stream");
        assertProblem(answer, 415, "unsupported-media-type");
        upload.delete();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "x", "1.0", "9999999999999999999", " 0x1"})
    default void oddOffsetShouldBeRefused(String offset) {
        Begun upload = begin(server().operator(), "a", 5);
        HttpResponse<byte[]> answer = upload.caller()
                .send(
                        "PATCH",
                        upload.path(),
                        BodyPublishers.ofByteArray(new byte[5]),
                        "Tus-Resumable",
                        "1.0.0",
                        "Upload-Offset",
                        offset,
                        "Content-Type",
                        "application/offset+octet-stream");
        assertProblem(answer, 400, "bad-request");
        upload.delete();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "filename YQ==|-1|400|bad-request",
                "filename YQ==|3145729|413|file-too-large",
                "filename YQ==||400|bad-request",
                "name YQ==|5|400|bad-fields",
                "filename|5|400|bad-file-name",
                "filename Li4=|5|400|bad-file-name",
                "filename /w==|5|400|bad-file-name",
                "filename YQ|5|201|",
                "filename !|5|400|bad-request",
                "filename YQ== YQ==|5|400|bad-request",
                "filename YQ==,filename YQ==|5|400|bad-request",
                "filename YQ==,filetype eA==|5|400|bad-fields",
                "filename YQ==,filetype|5|201|"
            })
    default void creationShouldBeChecked(String metadata, String length, int status, String code) {
        Caller caller = server().operator();
        List<String> headers = new ArrayList<>(List.of("Tus-Resumable", "1.0.0", "Upload-Metadata", metadata));
        if (length != null) {
            headers.addAll(List.of("Upload-Length", length));
        }
        HttpResponse<byte[]> answer =
                caller.send("POST", "/ops/uploads", BodyPublishers.noBody(), headers.toArray(String[]::new));

        if (status == 201) {
            assertThat(answer.statusCode()).isEqualTo(201);
            new Begun(caller, header(answer, "Location")).delete();
        } else {
            assertProblem(answer, status, code);
        }
    }

    @Test
    default void longMetadataShouldBeRefused() {
        HttpResponse<byte[]> answer = server().operator()
                .send(
                        "POST",
                        "/ops/uploads",
                        BodyPublishers.noBody(),
                        "Tus-Resumable",
                        "1.0.0",
                        "Upload-Length",
                        "5",
                        "Upload-Metadata",
                        "filename YQ==,x " + "A".repeat(4096));
        assertProblem(answer, 400, "bad-request");
    }

    @Test
    default void concatenationShouldBeRefused() {
        HttpResponse<byte[]> answer = post(
                server().operator(), "a", BodyPublishers.noBody(), "Upload-Length", "5", "Upload-Concat", "partial");
        assertProblem(answer, 400, "bad-request");
    }

    @Test
    default void fileShouldHaveTheTypeThatWasSent() {
        Caller caller = server().operator();
        HttpResponse<byte[]> answer = caller.send(
                "POST",
                "/ops/uploads",
                BodyPublishers.noBody(),
                "Tus-Resumable",
                "1.0.0",
                "Upload-Length",
                "0",
                "Upload-Metadata",
                "filename " + base64("a") + ",filetype " + base64("text/odd; x=y"));
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(header(caller.get("/ops/files/a"), "Content-Type")).isEqualTo("text/odd; x=y");
    }

    @Test
    default void anotherSessionOfTheAccountMayGoOn() {
        Begun upload = begin(server().operator(), "a", BYTES.length);
        upload.patch(0, 0, 1_000_000);
        Begun asAnother = new Begun(upload.caller().withToken(server().logInAgain(upload.caller())), upload.path());

        assertThat(asAnother.patch(1_000_000, 1_000_000, BYTES.length).statusCode())
                .isEqualTo(204);

        assertThat(upload.caller().get("/ops/files/a").body()).isEqualTo(BYTES);
    }

    /** Begins to send all bytes, so many of them, waits until some have been taken, and leaves the connection open. */
    private RawConnection sendFirst(Begun upload, int count) throws IOException {
        RawConnection connection = startPatch(upload, 0, "Content-Length: " + BYTES.length);
        connection.send(Arrays.copyOf(BYTES, count));
        await().atMost(Await.TIMEOUT)
                .until(() -> transfers().all().stream().anyMatch(transfer -> transfer.bytes() >= 1 << 20));
        return connection;
    }

    private ActiveTransfers transfers() {
        return server().server().bean(ActiveTransfers.class);
    }

    @Test
    default void whatWasReadFromABrokenConnectionShouldBeKept() throws IOException {
        Begun upload = begin(server().operator(), "a", BYTES.length);

        sendFirst(upload, 2_400_000).close();
        await().atMost(Await.TIMEOUT).until(() -> transfers().all().isEmpty());

        assertThat(header(upload.head(), "Upload-Offset")).isEqualTo("2400000");
        assertThat(upload.patch(2_400_000, 2_400_000, BYTES.length).statusCode())
                .isEqualTo(204);
        assertThat(upload.caller().get("/ops/files/a").body()).isEqualTo(BYTES);
    }

    @Test
    default void uploadsThatAreRunningShouldBeListed() throws IOException {
        Begun upload = begin(server().operator(), "a", BYTES.length);
        long before = server().countUnfinished(1 << 20);
        try (RawConnection connection = sendFirst(upload, 1_500_000)) {
            // What is listed has come, but may not be stored yet.
            await().atMost(Await.TIMEOUT).until(() -> server().countUnfinished(1 << 20) > before);

            // Who asks takes over, and what is listed ends.
            long offset = Long.parseLong(header(upload.head(), "Upload-Offset"));

            assertThat(offset).isBetween(1L << 20, 1_500_000L);
            assertThat(connection.read().status()).isEqualTo(409);
            assertThat(upload.patch(offset, (int) offset, BYTES.length).statusCode())
                    .isEqualTo(204);
            assertThat(upload.caller().get("/ops/files/a").body()).isEqualTo(BYTES);
        }
    }

    @Test
    default void uploadOfNewNamesOnlyShouldNotBeginWhereThereIsOne() {
        Caller caller = server().operator();
        caller.put("/ops/files/a", new byte[1]);
        assertProblem(
                post(caller, "a", BodyPublishers.noBody(), "Upload-Length", "5", "If-None-Match", "*"),
                412,
                "precondition-failed");
        assertProblem(
                post(caller, "a", BodyPublishers.noBody(), "Upload-Length", "5", "If-Match", "*"), 400, "bad-request");
    }

    @Test
    default void uploadOfNewNamesOnlyShouldNotReplaceWhatCameMeanwhile() {
        Caller caller = server().operator();
        HttpResponse<byte[]> created =
                post(caller, "a", BodyPublishers.noBody(), "Upload-Length", "5", "If-None-Match", "*");
        Begun upload = new Begun(caller, header(created, "Location"));
        caller.put("/ops/files/a", new byte[1]);

        assertProblem(upload.patch(0, new byte[5]), 412, "precondition-failed");

        assertThat(caller.get("/ops/files/a").body()).isEqualTo(new byte[1]);
        assertThat(upload.head().statusCode()).isEqualTo(404);
        server().forgetWhatIsLeftToTheSweep();
    }
}
