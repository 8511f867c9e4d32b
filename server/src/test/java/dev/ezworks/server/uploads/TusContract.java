package dev.ezworks.server.uploads;

import static dev.ezworks.server.testing.Answers.assertProblem;
import static dev.ezworks.server.testing.Answers.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Sha256;
import dev.ezworks.server.content.ContentStoreFixture;
import dev.ezworks.server.testing.Caller;
import dev.ezworks.server.testing.RunningServer;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

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
}
