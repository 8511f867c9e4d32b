package dev.ezworks.server.uploads;

import static dev.ezworks.server.testing.Answers.assertProblem;
import static dev.ezworks.server.testing.Answers.header;
import static dev.ezworks.server.testing.Answers.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.server.content.ContentStoreFixture;
import dev.ezworks.server.testing.Caller;
import dev.ezworks.server.testing.MultipartForm;
import dev.ezworks.server.testing.RunningServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormUploadTest {
    private static final byte[] SOME = "some bytes".getBytes(UTF_8);

    @RegisterExtension
    static final RunningServer SERVER = RunningServer.inMemory("ezworks.uploads.max-size", "3MB");

    private final Caller operator = SERVER.operator();

    @Test
    void onePartShouldBeOneFile() {
        byte[] bytes = ContentStoreFixture.randomBytes(2_500_000);
        HttpResponse<byte[]> answer =
                post(new MultipartForm().file("a b.bin", bytes).end());
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(header(answer, "Location")).isEqualTo("/ops/files/a%20b.bin");
        assertThat(json(answer).path("files")).hasSize(1);
        assertThat(json(answer).at("/files/0/size").asLong()).isEqualTo(bytes.length);
        assertThat(operator.get("/ops/files/a%20b.bin").body()).isEqualTo(bytes);
    }

    @Test
    void severalPartsShouldBePublishedInTheirOrder() {
        HttpResponse<byte[]> answer = post(new MultipartForm()
                .file("b", SOME)
                .text("comment", "read past")
                .file("empty", new byte[0])
                .part(
                        "Content-Disposition: form-data; name=\"request_file\"; filename=\"a\"\r\n"
                                + "Content-Type: text/plain",
                        SOME)
                .end());
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(header(answer, "Location")).isEqualTo("/ops/files/b");
        assertThat(json(answer).path("files").findValuesAsString("name")).containsExactly("b", "empty", "a");
        assertThat(json(answer).at("/files/2/contentType").asString()).isEqualTo("text/plain");
        assertThat(operator.get("/ops/files/empty").body()).isEmpty();
        assertThat(names()).containsExactly("a", "b", "empty");
    }

    @Test
    void fileInAnotherFieldShouldBeRefusedRatherThanLost() {
        MultipartForm form = new MultipartForm()
                .part("Content-Disposition: form-data; name=\"other\"; filename=\"x\"", new byte[300_000])
                .file("a", SOME)
                .end();
        assertProblem(post(form), 400, "file-required");
        assertThat(names()).isEmpty();
    }

    @Test
    void formWithoutTheFileShouldBeRefused() {
        for (MultipartForm form : List.of(
                new MultipartForm().end(),
                new MultipartForm().text("request_file", "no file").end(),
                new MultipartForm().text("file", "x").end())) {
            assertProblem(post(form), 400, "file-required");
        }
    }

    @Test
    void oneBadNameShouldKeepAllFromBeingPublished() {
        for (String bad : List.of("..", "", "C:\\\\x", "a/")) {
            MultipartForm form =
                    new MultipartForm().file("ok", SOME).file(bad, SOME).end();
            assertProblem(post(form), 400, "bad-file-name");
            assertThat(names()).isEmpty();
        }
    }

    @Test
    void sameNameTwiceShouldBeRefused() {
        assertProblem(
                post(new MultipartForm().file("é", SOME).file("e\u0301", SOME).end()), 400, "bad-fields");
        assertThat(names()).isEmpty();
    }

    @Test
    void tooLargeAPartShouldKeepAllFromBeingPublished() {
        byte[] large = new byte[3 * 1024 * 1024 + 1];
        assertProblem(
                post(new MultipartForm().file("ok", SOME).file("large", large).end()), 413, "file-too-large");
        assertThat(names()).isEmpty();
    }

    @Test
    void formThatBreaksOffShouldPublishNothing() {
        for (MultipartForm broken : List.of(
                new MultipartForm().raw("no form at all"),
                new MultipartForm().file("a", SOME),
                new MultipartForm().file("a", SOME).raw("------a-boundary\r\nContent-Disposition: form-data"),
                new MultipartForm()
                        .raw("------a-boundary\r\n")
                        .raw("Content-Disposition: form-data; name=\"request_file\"; filename=\"a\"\r\n\r\n")
                        .raw("x".repeat(300_000)))) {
            assertThat(post(broken).statusCode()).isEqualTo(400);
            assertThat(names()).isEmpty();
        }
    }

    @Test
    void headersOfAPartShouldHaveALimit() {
        MultipartForm form = new MultipartForm()
                .part("X-Odd: " + "x".repeat(20_000) + "\r\nContent-Disposition: form-data; name=\"x\"", SOME)
                .file("a", SOME)
                .end();
        assertThat(post(form).statusCode()).isIn(400, 413);
        assertThat(names()).isEmpty();
    }

    @Test
    void largeTextFieldShouldBeRefused() {
        assertProblem(
                post(new MultipartForm()
                        .file("a", SOME)
                        .text("comment", "x".repeat(100_000))
                        .end()),
                413,
                "body-too-large");
        assertThat(names()).isEmpty();
    }

    @Test
    void thousandsOfPartsShouldBeRefused() {
        MultipartForm form = new MultipartForm();
        for (int i = 0; i < 1500; i++) {
            form.text("f" + i, "x");
        }
        assertThat(post(form.file("a", SOME).end()).statusCode()).isIn(400, 413);
        assertThat(names()).isEmpty();
    }

    @Test
    void unicodeFileNameShouldCome() {
        String name = "日本 \uD83D\uDE00.txt";
        assertThat(post(new MultipartForm().file(name, SOME).end()).statusCode())
                .isEqualTo(201);
        assertThat(names()).containsExactly(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data",
                "multipart/mixed; boundary=x",
                "nonsense"
            })
    void anotherTypeShouldBeRefused(String type) {
        HttpResponse<byte[]> answer =
                operator.send("POST", "/ops/upload", BodyPublishers.ofByteArray(SOME), "Content-Type", type);
        assertProblem(answer, 415, "unsupported-media-type");
    }

    @Test
    void bodyWithoutATypeShouldBeRefused() {
        HttpResponse<byte[]> answer = operator.send("POST", "/ops/upload", BodyPublishers.ofByteArray(SOME));
        assertProblem(answer, 415, "unsupported-media-type");
    }

    private HttpResponse<byte[]> post(MultipartForm form) {
        return operator.post("/ops/upload", form);
    }

    private List<String> names() {
        return json(operator.get("/ops/files")).path("files").findValuesAsString("name");
    }
}
