package dev.ezworks.server.uploads;

import static dev.ezworks.server.testing.Answers.assertProblem;
import static dev.ezworks.server.testing.Answers.header;
import static dev.ezworks.server.testing.Answers.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Sha256;
import dev.ezworks.server.content.ContentStoreFixture;
import dev.ezworks.server.content.InMemoryContentStore;
import dev.ezworks.server.testing.Caller;
import dev.ezworks.server.testing.RawConnection;
import dev.ezworks.server.testing.RunningServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class PutUploadTest {
    private static final byte[] FIRST = "first".getBytes(UTF_8);
    private static final byte[] SECOND = "second".getBytes(UTF_8);

    @RegisterExtension
    static final RunningServer SERVER = RunningServer.inMemory("ezworks.uploads.max-size", "3MB");

    private final Caller operator = SERVER.operator();

    @Test
    void newNameShouldBeCreated() {
        HttpResponse<byte[]> answer = operator.put("/ops/files/a%20b/c", FIRST, "Content-Type", "text/x-odd; a=b");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(header(answer, "Location")).isEqualTo("/ops/files/a%20b/c");
        assertThat(header(answer, "ETag")).isEqualTo(tag(FIRST));
        JsonNode file = json(answer);
        assertThat(file.path("name").asString()).isEqualTo("a b/c");
        assertThat(file.path("size").asLong()).isEqualTo(5);
        assertThat(file.path("contentType").asString()).isEqualTo("text/x-odd; a=b");
        assertThat(file.path("sha256").asString()).isEqualTo(Sha256.of(FIRST).hex());
        assertThat(file.path("version").asLong()).isEqualTo(1);
        assertThat(file.path("uploadedAt").asString()).endsWith("Z");
        assertThat(operator.get("/ops/files/a%20b/c").body()).isEqualTo(FIRST);
    }

    @Test
    void existingNameShouldGetANewVersion() {
        operator.put("/ops/files/a", FIRST);
        HttpResponse<byte[]> answer = operator.put("/ops/files/a", SECOND);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).path("version").asLong()).isEqualTo(2);
        assertThat(header(answer, "ETag")).isEqualTo(tag(SECOND));
        assertThat(operator.get("/ops/files/a").body()).isEqualTo(SECOND);
    }

    @Test
    void removedNameShouldBeCreatedAgainWithTheNextVersion() {
        operator.put("/ops/files/a", FIRST);
        operator.delete("/ops/files/a");
        HttpResponse<byte[]> answer = operator.put("/ops/files/a", FIRST);
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(json(answer).path("version").asLong()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65535, 65536, 65537, 1048575, 1048576, 1048577, 3145728})
    void everySizeShouldCome(int size) {
        byte[] bytes = ContentStoreFixture.randomBytes(size);
        assertThat(operator.put("/ops/files/a", bytes).statusCode()).isEqualTo(201);
        assertThat(operator.get("/ops/files/a").body()).isEqualTo(bytes);
    }

    @Test
    void bodyWithoutALengthShouldDo() {
        byte[] bytes = new byte[200_000];
        HttpResponse<byte[]> answer = operator.send(
                "PUT", "/ops/files/a", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(json(answer).path("size").asLong()).isEqualTo(bytes.length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"If-None-Match|*", "If-Match|\"x\"", "If-None-Match|W/TAG", "If-None-Match|TAG", "If-Match|W/TAG"})
    void preconditionThatFailsShouldLeaveTheFileAsItIs(String field, String value) {
        operator.put("/ops/files/a", FIRST);
        HttpResponse<byte[]> answer = operator.put("/ops/files/a", SECOND, field, value.replace("TAG", tag(FIRST)));
        assertProblem(answer, 412, "precondition-failed");
        assertThat(operator.get("/ops/files/a").body()).isEqualTo(FIRST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"If-Match|*", "If-Match|TAG", "If-Match|\"x\", TAG", "If-None-Match|\"x\""})
    void preconditionThatHoldsShouldLetThrough(String field, String value) {
        operator.put("/ops/files/a", FIRST);
        HttpResponse<byte[]> answer = operator.put("/ops/files/a", SECOND, field, value.replace("TAG", tag(FIRST)));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void preconditionsOnAMissingNameShouldBeJudgedToo() {
        assertProblem(operator.put("/ops/files/a", FIRST, "If-Match", "*"), 412, "precondition-failed");
        assertProblem(operator.put("/ops/files/a", FIRST, "If-Match", tag(FIRST)), 412, "precondition-failed");
        assertThat(operator.put("/ops/files/a", FIRST, "If-None-Match", "*").statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Repr-Digest", "Content-Digest"})
    void digestShouldBeVerified(String field) {
        String right = Sha256.of(FIRST).digestField();
        assertProblem(operator.put("/ops/files/a", SECOND, field, right), 400, "digest-mismatch");
        assertProblem(operator.get("/ops/files/a"), 404, "no-such-file");
        assertThat(operator.put("/ops/files/a", FIRST, field, "sha-512=:AAAA:, " + right)
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void senselessDigestsShouldBeABadRequest() {
        String first = Sha256.of(FIRST).digestField();
        String second = Sha256.of(SECOND).digestField();
        assertProblem(operator.put("/ops/files/a", FIRST, "Repr-Digest", "sha-256=x"), 400, "bad-request");
        assertProblem(
                operator.put("/ops/files/a", FIRST, "Repr-Digest", first, "Content-Digest", second),
                400,
                "bad-request");
        assertThat(operator.put("/ops/files/a", FIRST, "Repr-Digest", "sha-512=:AAAA:")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void partOfAFileShouldBeRefused() {
        operator.put("/ops/files/a", FIRST);
        HttpResponse<byte[]> answer = operator.put("/ops/files/a", SECOND, "Content-Range", "bytes 5-10/11");
        assertProblem(answer, 400, "content-range-not-supported");
        assertThat(operator.get("/ops/files/a").body()).isEqualTo(FIRST);
    }

    @Test
    void codedBodyShouldBeRefused() {
        for (String coding : List.of("gzip", "br", "gzip, identity")) {
            assertProblem(
                    operator.put("/ops/files/a", FIRST, "Content-Encoding", coding), 415, "unsupported-media-type");
        }
        assertThat(operator.put("/ops/files/a", FIRST, "Content-Encoding", "identity")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void secondCodingFieldShouldNotSlipThrough() {
        assertProblem(
                operator.put("/ops/files/a", FIRST, "Content-Encoding", "identity", "Content-Encoding", "gzip"),
                415,
                "unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "text", "*/*", "text/*", "/"})
    void contentTypeThatIsNoneShouldBeRefused(String type) {
        assertProblem(operator.put("/ops/files/a", FIRST, "Content-Type", type), 415, "unsupported-media-type");
    }

    @Test
    void tooLargeAFileShouldBeRefusedWithAndWithoutALength() {
        byte[] large = new byte[3 * 1024 * 1024 + 1];
        assertProblem(operator.put("/ops/files/a", large), 413, "file-too-large");
        assertProblem(
                operator.send(
                        "PUT", "/ops/files/a", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))),
                413,
                "file-too-large");
        assertProblem(operator.get("/ops/files/a"), 404, "no-such-file");
    }

    @Test
    void fileThatThereIsNoRoomForShouldBeRefusedBeforeItIsSent() throws IOException {
        contents().limitTo(0);
        try (RawConnection connection = SERVER.connect()) {
            connection.lines(
                    "PUT /ops/files/a HTTP/1.1",
                    "Host: localhost",
                    "Authorization: Bearer " + operator.token(),
                    "Content-Length: 1",
                    "Expect: 100-continue",
                    "");
            assertThat(connection.read().status()).isEqualTo(507);
        }
    }

    @Test
    void fileThatThereIsNoRoomForShouldLeaveNothingWhenItDoesNotSayHowLongItIs() {
        contents().limitTo(0);
        assertProblem(
                operator.send(
                        "PUT", "/ops/files/a", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(FIRST))),
                507,
                "storage-full");
        assertProblem(operator.get("/ops/files/a"), 404, "no-such-file");

        contents().limitTo(Long.MAX_VALUE);
        assertThat(operator.put("/ops/files/a", FIRST).statusCode()).isEqualTo(201);
    }

    private static InMemoryContentStore contents() {
        return (InMemoryContentStore) SERVER.server().contents();
    }

    @AfterEach
    void makeRoom() {
        contents().limitTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a//b", "a/", "a%00b", "a%5Cb", "a%0Ab", "%ff", "a%E2%80%AEb", "%ed%a0%80"})
    void forbiddenNameShouldBeRefusedAndNothingStored(String name) {
        assertProblem(operator.put("/ops/files/" + name, FIRST), 400, "bad-file-name");
        assertThat(json(operator.get("/ops/files")).path("files")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%2e%2E", "a%2F..%2Fb", "a%2F.%2Fb", "..%2f..%2fops%2fupload"})
    void wayOutOfTheCatalogShouldBeRefused(String name) {
        assertThat(operator.put("/ops/files/" + name, FIRST).statusCode()).isEqualTo(400);
        assertThat(json(operator.get("/ops/files")).path("files")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "100%25, 100%25",
        "a;b=c, a%3Bb%3Dc",
        "a%2Fb, a/b",
        "cafe%CC%81, caf%C3%A9",
        "%F0%9F%98%80, %F0%9F%98%80",
        "a+b, a%2Bb",
        "a%3Fb%23c, a%3Fb%23c",
        "%2520, %2520"
    })
    void oddNameShouldBeStoredAsItIs(String sent, String canonical) {
        HttpResponse<byte[]> answer = operator.put("/ops/files/" + sent, FIRST);
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(header(answer, "Location")).isEqualTo("/ops/files/" + canonical);
        assertThat(operator.get("/ops/files/" + canonical).body()).isEqualTo(FIRST);
    }

    private static String tag(byte[] bytes) {
        return "\"" + Sha256.of(bytes).hex() + "\"";
    }
}
