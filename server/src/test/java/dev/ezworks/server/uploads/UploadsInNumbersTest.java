package dev.ezworks.server.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.server.Await;
import dev.ezworks.server.content.ContentStoreFixture;
import dev.ezworks.server.testing.Caller;
import dev.ezworks.server.testing.MultipartForm;
import dev.ezworks.server.testing.RawConnection;
import dev.ezworks.server.testing.RunningServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many uploads share a budget that is far too small for them. */
class UploadsInNumbersTest {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.onDisk("ezworks.transfer.buffer-budget", "1MB");

    private final Caller operator = SERVER.operator();
    private final byte[] bytes = ContentStoreFixture.randomBytes(300_000);

    @Test
    void fiftyAtOnceShouldAllGetThrough() throws Exception {
        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(operator.sendAsync("PUT", "/ops/files/" + i, BodyPublishers.ofByteArray(bytes)));
        }
        assertAllCreated(answers);
        assertThat(operator.get("/ops/files/49").body()).isEqualTo(bytes);
    }

    @Test
    void formsAtOnceShouldAllGetThrough() throws Exception {
        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            MultipartForm form = new MultipartForm()
                    .file("a" + i, bytes)
                    .file("b" + i, bytes)
                    .end();
            answers.add(operator.sendAsync(
                    "POST",
                    "/ops/upload",
                    BodyPublishers.ofByteArray(form.bytes()),
                    "Content-Type",
                    form.contentType()));
        }
        assertAllCreated(answers);
    }

    @Test
    void thoseThatBreakOffShouldGiveTheirMemoryBack() throws IOException {
        List<RawConnection> connections = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            RawConnection connection = SERVER.connect();
            connections.add(connection.lines(
                    "PUT /ops/files/x" + i + " HTTP/1.1",
                    "Host: x",
                    "Authorization: Bearer " + operator.token(),
                    "Content-Length: 1000000",
                    ""));
            connection.send(new byte[i * 5_000]);
        }
        for (RawConnection connection : connections) {
            connection.reset();
        }
        assertThat(operator.put("/ops/files/after", bytes).statusCode()).isEqualTo(201);
    }

    @Test
    void formsThatBreakOffShouldGiveTheirMemoryBack() throws IOException {
        byte[] form =
                new MultipartForm().file("a", bytes).file("b", bytes).end().bytes();
        for (int cut = 1; cut < form.length; cut += form.length / 15) {
            try (RawConnection connection = SERVER.connect()) {
                connection.lines(
                        "POST /ops/upload HTTP/1.1",
                        "Host: x",
                        "Authorization: Bearer " + operator.token(),
                        "Content-Type: " + new MultipartForm().contentType(),
                        "Content-Length: " + form.length,
                        "");
                connection.send(Arrays.copyOf(form, cut));
                connection.reset();
            }
        }
        assertThat(operator.put("/ops/files/after", bytes).statusCode()).isEqualTo(201);
    }

    private static void assertAllCreated(List<CompletableFuture<HttpResponse<byte[]>>> answers) throws Exception {
        for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
            assertThat(answer.get(Await.TIMEOUT.toSeconds(), TimeUnit.SECONDS).statusCode())
                    .isEqualTo(201);
        }
    }
}
