package dev.ezworks.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.server.Await;
import dev.ezworks.server.config.TestServer;
import dev.ezworks.server.testing.Caller;
import dev.ezworks.server.testing.CapturedLog;
import dev.ezworks.server.testing.RawConnection;
import dev.ezworks.server.testing.RunningServer;
import dev.ezworks.server.transfers.ActiveTransfers;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One line a request, whatever becomes of it. */
class AccessLogTest {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.onDisk();

    // More than the buffers of two sockets hold.
    private static final int LARGE = 48 << 20;

    private final CapturedLog log = new CapturedLog();
    private final String id = UUID.randomUUID().toString();

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void anUploadShouldBeLoggedWithItsBytes() {
        Caller ops = SERVER.operator();

        byte[] answer = ops.put("/ops/files/secret/plan.txt", new byte[70_000], "X-Request-Id", id)
                .body();

        assertThat(log.request(id))
                .containsEntry("account", "ops/" + ops.name())
                .containsEntry("method", "PUT")
                .containsEntry("route", "/ops/files/{name}")
                .containsEntry("status", "201")
                .containsEntry("bytesIn", "70000")
                .containsEntry("bytesOut", Integer.toString(answer.length))
                .containsEntry("ending", "complete");
        assertThat(log.in("text") + log.in("json")).doesNotContain("plan.txt");
    }

    @Test
    void bytesThatTheKernelSendsShouldBeCounted() {
        Caller ops = SERVER.operator();
        ops.put("/ops/files/a", new byte[LARGE]);

        SERVER.client().get("/client/files/" + ops.name() + "/a", "X-Request-Id", id);

        assertThat(log.request(id))
                .containsEntry("route", "/client/files/{ops}/{name}")
                .containsEntry("status", "200")
                .containsEntry("bytesOut", Integer.toString(LARGE))
                .containsEntry("ending", "complete");
    }

    @Test
    void anUploadThatBreaksOffShouldBeLogged() throws IOException {
        Caller ops = SERVER.operator();
        try (RawConnection connection = SERVER.connect()) {
            connection
                    .lines(
                            "PUT /ops/files/b HTTP/1.1",
                            "Host: a",
                            "Authorization: Bearer " + ops.token(),
                            "X-Request-Id: " + id,
                            "Expect: 100-continue",
                            "Content-Length: 100",
                            "")
                    .head();
            connection.send(new byte[40]);
            connection.reset();
        }

        assertThat(log.request(id))
                .containsEntry("account", "ops/" + ops.name())
                .containsEntry("status", "0")
                .containsEntry("ending", "cut-by-client");
    }

    @Test
    void aDownloadThatBreaksOffShouldBeLoggedWithWhatWasSent() throws IOException {
        Caller ops = SERVER.operator();
        ops.put("/ops/files/c", new byte[LARGE]);
        try (RawConnection connection = download(ops, "c")) {
            connection.read(10);
            connection.reset();
        }

        Map<String, String> line = log.request(id);
        assertThat(line).containsEntry("status", "200").containsEntry("ending", "cut-by-client");
        assertThat(Long.parseLong(line.getOrDefault("bytesOut", ""))).isBetween(10L, LARGE - 1L);
    }

    @Test
    void aDownloadThatTheServerEndsShouldBeLogged() throws IOException {
        Caller ops = SERVER.operator();
        ops.put("/ops/files/d", new byte[LARGE]);
        try (RawConnection connection = download(ops, "d")) {
            SERVER.server().bean(ActiveTransfers.class).endAll();
            connection.read(LARGE);
        }

        assertThat(log.request(id)).containsEntry("status", "200").containsEntry("ending", "ended-by-server");
        assertThat(log.messages(id)).singleElement().asString().contains("failed in mid-answer");
    }

    private RawConnection download(Caller ops, String name) throws IOException {
        RawConnection connection = SERVER.connect();
        connection
                .lines(
                        "GET /ops/files/" + name + " HTTP/1.1",
                        "Host: a",
                        "Authorization: Bearer " + ops.token(),
                        "X-Request-Id: " + id,
                        "")
                .head();
        return connection;
    }

    @Test
    void anUnknownPathAndMethodShouldNotBeQuoted() {
        SERVER.stranger().send("BREW", "/coffee?strong", BodyPublishers.noBody(), "X-Request-Id", id);

        assertThat(log.request(id))
                .containsEntry("account", "-")
                .containsEntry("method", "other")
                .containsEntry("route", "-")
                .containsEntry("status", "404");
    }

    @Test
    void aRefusedMethodShouldBeLoggedWithItsRoute() {
        SERVER.stranger().send("DELETE", "/ops/signup", BodyPublishers.noBody(), "X-Request-Id", id);

        assertThat(log.request(id)).containsEntry("route", "/ops/signup").containsEntry("status", "405");
    }

    @Test
    void aRequestThatCannotBeDecodedShouldBeLoggedWithTheIdOfItsAnswer() throws IOException {
        try (RawConnection connection = SERVER.connect()) {
            RawConnection.Answer answer = connection
                    .lines("GET /" + "x".repeat(20_000) + " HTTP/1.1", "")
                    .read();

            assertThat(log.request(answer.header("X-Request-Id")))
                    .containsEntry("method", "other")
                    .containsEntry("route", "-")
                    .containsEntry("status", "414")
                    .containsEntry("ending", "complete");
        }
    }

    @Test
    void requestsShouldNotBeLoggedWhereThatIsSwitchedOff() throws Exception {
        try (TestServer quiet = TestServer.start(Map.of("ezworks.access-log", "false"))) {
            HttpRequest request = HttpRequest.newBuilder(quiet.uri().resolve("/openapi.json"))
                    .header("X-Request-Id", id)
                    .timeout(Await.TIMEOUT)
                    .build();

            assertThat(HttpClient.newHttpClient()
                            .send(request, BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }

        // With the server its threads have ended: nothing is under way any more.
        assertThat(log.in("text")).doesNotContain(id);
    }

    @Test
    void everyRequestSentAtOnceShouldHaveItsOwnLine() throws IOException {
        Caller ops = SERVER.operator();
        String second = UUID.randomUUID().toString();
        try (RawConnection connection = SERVER.connect()) {
            connection.lines(
                    "GET /openapi.json HTTP/1.1",
                    "Host: a",
                    "X-Request-Id: " + id,
                    "",
                    "GET /session HTTP/1.1",
                    "Host: a",
                    "Authorization: Bearer " + ops.token(),
                    "X-Request-Id: " + second,
                    "");
            connection.read();
            connection.read();
        }

        assertThat(log.request(id)).containsEntry("route", "/openapi.json").containsEntry("account", "-");
        assertThat(log.request(second))
                .containsEntry("route", "/session")
                .containsEntry("account", "ops/" + ops.name());
    }
}
