package dev.ezworks.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.server.testing.MultipartForm;
import dev.ezworks.server.testing.RawConnection;
import dev.ezworks.server.testing.RunningServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client that is still sending a large body gets to see why it was refused. */
class EarlyAnswerTest {
    private static final long LARGE = 64L << 20;

    @RegisterExtension
    static final RunningServer SERVER = RunningServer.inMemory("ezworks.uploads.max-size", "3MB");

    private final byte[] some = new byte[64 * 1024];

    @Test
    void missingTokenShouldBeTold() throws IOException {
        assertRefused(401, "login-required", "PUT /ops/files/a HTTP/1.1", "Host: x", "Content-Length: " + LARGE, "");
    }

    @Test
    void declaredSizeShouldBeTold() throws IOException {
        assertRefused(
                413,
                "file-too-large",
                "PUT /ops/files/a HTTP/1.1",
                "Host: x",
                "Authorization: Bearer " + SERVER.operator().token(),
                "Content-Length: " + LARGE,
                "");
    }

    @Test
    void unknownPathShouldBeTold() throws IOException {
        assertRefused(404, "not-found", "PUT /nothing HTTP/1.1", "Host: x", "Content-Length: " + LARGE, "");
    }

    @Test
    void whoWantsTheConnectionClosedShouldBeToldToo() throws IOException {
        assertGoesOnAfterTheAnswer(
                401,
                "login-required",
                "PUT /ops/files/a HTTP/1.1",
                "Host: x",
                "Connection: close",
                "Content-Length: " + LARGE,
                "");
    }

    @Test
    void requestLineWithoutAnEndShouldBeTold() throws IOException {
        assertGoesOnAfterTheAnswer(414, "uri-too-long", "GET /" + "a".repeat(20_000) + " HTTP/1.1");
    }

    @Test
    void headersWithoutAnEndShouldBeTold() throws IOException {
        assertGoesOnAfterTheAnswer(431, "headers-too-large", "GET / HTTP/1.1", "Host: x", "X: " + "a".repeat(20_000));
    }

    @Test
    void whatIsNoHttpShouldBeTold() throws IOException {
        assertGoesOnAfterTheAnswer(400, "bad-request", "GET / HTTP/one.one", "Host: x", "");
    }

    /** The answer is there, and the connection ends; what the client sends meanwhile does not break it. */
    private void assertGoesOnAfterTheAnswer(int status, String code, String... head) throws IOException {
        try (RawConnection connection = SERVER.connect()) {
            connection.lines(head);
            assertTold(connection, status, code);
            for (int i = 0; i < 16; i++) {
                connection.send(some);
            }
            assertThat(connection.read(1)).isEmpty();
        }
    }

    @Test
    void sizeThatShowsInTheMiddleShouldBeTold() throws IOException {
        try (RawConnection connection = SERVER.connect()) {
            connection.lines(
                    "PUT /ops/files/a HTTP/1.1",
                    "Host: x",
                    "Authorization: Bearer " + SERVER.operator().token(),
                    "Transfer-Encoding: chunked",
                    "");
            byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            connection.sendWhileTaken(chunk, LARGE);
            assertTold(connection, 413, "file-too-large");
        }
    }

    @Test
    void sizeThatShowsInTheMiddleOfAFormShouldBeTold() throws IOException {
        try (RawConnection connection = SERVER.connect()) {
            connection.lines(
                    "POST /ops/upload HTTP/1.1",
                    "Host: x",
                    "Authorization: Bearer " + SERVER.operator().token(),
                    "Content-Type: " + new MultipartForm().contentType(),
                    "Content-Length: " + LARGE,
                    "");
            connection.send(new MultipartForm()
                    .raw(
                            "------a-boundary\r\nContent-Disposition: form-data; name=\"request_file\"; filename=\"a\"\r\n\r\n")
                    .bytes());
            connection.sendWhileTaken(some, LARGE - 1000);
            assertTold(connection, 413, "file-too-large");
        }
    }

    @Test
    void restOfARefusedBodyShouldNotBeTakenForRequests() throws IOException {
        String request = "GET /nothing HTTP/1.1\r\nHost: x\r\nX-Request-Id: smuggled\r\n\r\n";
        byte[] body = request.repeat(10_000).getBytes(StandardCharsets.US_ASCII);
        try (RawConnection connection = SERVER.connect()) {
            connection.lines("PUT /ops/files/a HTTP/1.1", "Host: x", "Content-Length: " + body.length, "");
            connection.send(body);
            assertThat(connection.read().status()).isEqualTo(401);
            connection.lines("OPTIONS /ops/files HTTP/1.1", "Host: x", "");
            assertThat(connection.read().header("X-Request-Id")).isNotEqualTo("smuggled");
        }
    }

    @Test
    void bodyThatIsWaitedForShouldNotBeAskedFor() throws IOException {
        try (RawConnection connection = SERVER.connect()) {
            connection.lines(
                    "PUT /ops/files/a HTTP/1.1",
                    "Host: x",
                    "Authorization: Bearer " + SERVER.client().token(),
                    "Expect: 100-continue",
                    "Content-Length: " + LARGE,
                    "");
            assertTold(connection, 403, "forbidden");
        }
    }

    @Test
    void bodyThatIsWantedShouldBeAskedFor() throws IOException {
        try (RawConnection connection = SERVER.connect()) {
            connection.lines(
                    "PUT /ops/files/a HTTP/1.1",
                    "Host: x",
                    "Authorization: Bearer " + SERVER.operator().token(),
                    "Expect: 100-continue",
                    "Content-Length: 4",
                    "");
            assertThat(connection.head()).startsWith("HTTP/1.1 100 ");
            connection.send("body".getBytes(StandardCharsets.US_ASCII));
            assertThat(connection.read().status()).isEqualTo(201);
        }
    }

    private void assertRefused(int status, String code, String... head) throws IOException {
        try (RawConnection connection = SERVER.connect()) {
            connection.lines(head).sendWhileTaken(some, LARGE);
            assertTold(connection, status, code);
        }
    }

    private static void assertTold(RawConnection connection, int status, String code) throws IOException {
        RawConnection.Answer answer = connection.read();
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).contains("\"code\":\"" + code + "\"");
    }
}
