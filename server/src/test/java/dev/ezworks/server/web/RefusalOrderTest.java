package dev.ezworks.server.web;

import static dev.ezworks.server.testing.Answers.assertProblem;
import static dev.ezworks.server.testing.Answers.header;
import static dev.ezworks.server.testing.Answers.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.server.testing.Caller;
import dev.ezworks.server.testing.RunningServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** 404 for the path, 405, 401, 403, 415 or 413, 400, 404 for the resource, 412: whichever comes first is told. */
class RefusalOrderTest {
    private static final byte[] BYTES = {1};

    @RegisterExtension
    static final RunningServer SERVER = RunningServer.inMemory("ezworks.uploads.max-size", "3MB");

    private final Caller stranger = SERVER.stranger();
    private final Caller operator = SERVER.operator();
    private final Caller client = SERVER.client();

    @Test
    void unknownPathShouldBe404ForEverybody() {
        for (Caller caller : List.of(stranger, operator, client)) {
            for (String path : List.of("/nothing", "/", "/ops", "/client/files", "/ops/signup/x", "/OPS/files")) {
                assertProblem(caller.get(path), 404, "not-found");
                assertProblem(caller.put(path, BYTES), 404, "not-found");
            }
        }
    }

    @Test
    void wrongMethodShouldBe405ForEverybody() {
        for (Caller caller : List.of(stranger, operator, client)) {
            HttpResponse<byte[]> answer = caller.delete("/ops/files");
            assertProblem(answer, 405, "method-not-allowed");
            assertThat(header(answer, "Allow")).contains("GET", "OPTIONS").doesNotContain("DELETE");
            assertProblem(caller.put("/client/files/x/y", BYTES), 405, "method-not-allowed");
            assertProblem(caller.send("PATCH", "/ops/files/a", BodyPublishers.noBody()), 405, "method-not-allowed");
            assertProblem(caller.send("BREW", "/ops/files/a", BodyPublishers.noBody()), 405, "method-not-allowed");
        }
    }

    @Test
    void optionsShouldNeedNoToken() {
        HttpResponse<byte[]> answer = stranger.send("OPTIONS", "/ops/files/a", BodyPublishers.noBody());
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(header(answer, "Allow").split(", ?"))
                .containsExactlyInAnyOrder("GET", "HEAD", "PUT", "DELETE", "OPTIONS");
        assertThat(header(answer, "Transfer-Encoding")).isEmpty();
    }

    @Test
    void missingTokenShouldGoBeforeEverythingElseThatIsWrong() {
        HttpResponse<byte[]> answer = stranger.put(
                "/ops/files/a//b", new byte[3 * 1024 * 1024 + 1], "Content-Encoding", "gzip", "If-Match", "x");
        assertProblem(answer, 401, "login-required");
        assertThat(header(answer, "WWW-Authenticate")).isEqualTo("Bearer realm=\"ezworks\"");
    }

    @Test
    void badTokenShouldSaySo() {
        HttpResponse<byte[]> answer = stranger.get("/ops/files", "Authorization", "Bearer x.y.z");
        assertProblem(answer, 401, "invalid-token");
        assertThat(header(answer, "WWW-Authenticate")).isEqualTo("Bearer realm=\"ezworks\", error=\"invalid_token\"");
    }

    @Test
    void wrongRoleShouldGoBeforeEverythingElseThatIsWrong() {
        HttpResponse<byte[]> answer =
                client.put("/ops/files/a//b", new byte[3 * 1024 * 1024 + 1], "Content-Encoding", "gzip");
        assertProblem(answer, 403, "forbidden");
        assertThat(header(answer, "WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"ezworks\", error=\"insufficient_scope\"");
        assertProblem(operator.get("/client/files/nobody"), 403, "forbidden");
        assertProblem(client.send("POST", "/ops/upload", BodyPublishers.noBody()), 403, "forbidden");
    }

    @Test
    void typeAndSizeShouldGoBeforeWhatIsMalformed() {
        assertProblem(operator.put("/ops/files/a//b", BYTES, "Content-Type", "x"), 415, "unsupported-media-type");
        assertProblem(operator.put("/ops/files/a//b", new byte[3 * 1024 * 1024 + 1]), 413, "file-too-large");
    }

    @Test
    void whatIsMalformedShouldGoBeforePreconditions() {
        assertProblem(operator.put("/ops/files/a//b", BYTES, "If-Match", "*"), 400, "bad-file-name");
        assertProblem(operator.put("/ops/files/a", BYTES, "If-Match", "x"), 400, "bad-request");
        assertProblem(operator.put("/ops/files/a", BYTES, "If-Match", "*", "Repr-Digest", "x"), 400, "bad-request");
        assertProblem(client.get("/client/files/nobody/a//b"), 400, "bad-file-name");
        assertProblem(client.get("/client/files/nobody/a", "If-Match", "x"), 400, "bad-request");
        assertProblem(client.get("/client/files/nobody?limit=0"), 400, "bad-fields");
    }

    @Test
    void missingResourceShouldGoBeforePreconditions() {
        assertProblem(client.get("/client/files/nobody/a", "If-Match", "*"), 404, "no-such-operator");
        assertProblem(client.get("/client/files/" + operator.name() + "/a", "If-Match", "*"), 404, "no-such-file");
        assertProblem(operator.delete("/ops/files/a", "If-Match", "*"), 404, "no-such-file");
    }

    @Test
    void failedDeletePreconditionShouldLeaveTheFile() {
        operator.put("/ops/files/a", BYTES);
        assertProblem(operator.delete("/ops/files/a", "If-Match", "\"x\""), 412, "precondition-failed");
        HttpResponse<byte[]> answer = operator.delete("/ops/files/a", "If-Match", "*");
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(header(answer, "Transfer-Encoding")).isEmpty();
        assertProblem(operator.delete("/ops/files/a"), 404, "no-such-file");
    }

    @Test
    void plainTextShouldBeOneLine() {
        HttpResponse<byte[]> answer = stranger.get("/nothing", "Accept", "text/plain", "X-Request-Id", "my-id");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(header(answer, "Content-Type")).isEqualTo("text/plain;charset=UTF-8");
        assertThat(text(answer)).endsWith("\n").contains("not-found", "my-id");
        assertThat(text(answer).lines()).hasSize(1);
    }

    @Test
    void requestIdShouldComeBackIfItIsSane() {
        assertThat(header(stranger.get("/nothing", "X-Request-Id", "aB-1.2_3:4"), "X-Request-Id"))
                .isEqualTo("aB-1.2_3:4");
        for (String odd : List.of("a b", "<script>", "x".repeat(65))) {
            assertThat(header(stranger.get("/nothing", "X-Request-Id", odd), "X-Request-Id"))
                    .matches("[0-9a-f]{16}");
        }
    }

    @Test
    void nobodyShouldSeeAnothersFiles() {
        operator.put("/ops/files/a", BYTES);
        Caller other = SERVER.operator();
        assertProblem(other.get("/ops/files/a"), 404, "no-such-file");
        assertProblem(other.delete("/ops/files/a"), 404, "no-such-file");
        assertThat(operator.get("/ops/files/a").statusCode()).isEqualTo(200);
    }
}
