package dev.ezworks.server.files;

import static dev.ezworks.server.testing.Answers.assertProblem;
import static dev.ezworks.server.testing.Answers.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Sha256;
import dev.ezworks.server.testing.Caller;
import dev.ezworks.server.testing.RunningServer;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConditionalDownloadTest {
    private static final byte[] BYTES = {1, 2, 3};
    private static final String TAG = "\"" + Sha256.of(BYTES).hex() + "\"";
    private static final String PAST = "Thu, 01 Jan 1970 00:00:00 GMT";
    private static final String FUTURE = "Fri, 31 Dec 2100 00:00:00 GMT";

    @RegisterExtension
    static final RunningServer SERVER = RunningServer.inMemory();

    private final Caller operator = SERVER.operator();

    @Test
    void whoeverHasTheVersionShouldBeToldSo() {
        String path = publish();
        for (List<String> condition : List.of(
                List.of("If-None-Match", TAG),
                List.of("If-None-Match", "W/" + TAG),
                List.of("If-None-Match", "*"),
                List.of("If-None-Match", "\"x\", " + TAG),
                List.of("If-Modified-Since", FUTURE))) {
            for (String method : List.of("GET", "HEAD")) {
                HttpResponse<byte[]> answer = ask(method, path, condition.get(0), condition.get(1));
                assertThat(answer.statusCode()).as(method + condition).isEqualTo(304);
                assertThat(answer.body()).isEmpty();
                assertThat(header(answer, "ETag")).isEqualTo(TAG);
                assertThat(header(answer, "Cache-Control")).isEqualTo("private, no-cache");
                assertThat(header(answer, "Last-Modified")).isNotEmpty();
                assertThat(header(answer, "Date")).isNotEmpty();
                assertThat(header(answer, "Content-Type")).isEmpty();
            }
        }
    }

    @Test
    void whoeverWantsAnotherVersionShouldGetNone() {
        String path = publish();
        for (List<String> condition : List.of(
                List.of("If-Match", "\"x\""), List.of("If-Match", "W/" + TAG), List.of("If-Unmodified-Since", PAST))) {
            assertProblem(
                    operator.get(path, condition.get(0), condition.get(1), "Range", "bytes=99-"),
                    412,
                    "precondition-failed");
            HttpResponse<byte[]> head = operator.head(path, condition.get(0), condition.get(1));
            assertThat(head.statusCode()).isEqualTo(412);
            assertThat(head.body()).isEmpty();
        }
    }

    @Test
    void conditionShouldBeLookedAtBeforeTheRange() {
        assertThat(operator.get(publish(), "If-None-Match", TAG, "Range", "bytes=99-")
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void conditionThatHoldsShouldChangeNothing() {
        String path = publish();
        assertThat(operator.get(path, "If-Match", TAG, "Range", "bytes=0-0").statusCode())
                .isEqualTo(206);
        assertThat(operator.get(path, "If-Match", "*").statusCode()).isEqualTo(200);
        assertThat(operator.get(path, "If-None-Match", "\"x\"", "If-Modified-Since", FUTURE)
                        .statusCode())
                .isEqualTo(200);
        assertThat(operator.get(path, "If-Match", TAG, "If-Unmodified-Since", PAST)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void malformedTagShouldBeABadRequestWhetherTheFileExistsOrNot() {
        assertProblem(operator.get(publish(), "If-None-Match", "x"), 400, "bad-request");
        assertProblem(operator.get("/ops/files/missing", "If-None-Match", "x"), 400, "bad-request");
    }

    @Test
    void missingFileShouldBeMissingWhateverTheCondition() {
        publish();
        assertProblem(operator.get("/ops/files/missing", "If-Match", "*"), 404, "no-such-file");
        assertProblem(operator.get("/ops/files/missing", "If-None-Match", "*"), 404, "no-such-file");
    }

    private String publish() {
        assertThat(operator.put("/ops/files/a", BYTES).statusCode()).isEqualTo(201);
        return "/ops/files/a";
    }

    private HttpResponse<byte[]> ask(String method, String path, String... condition) {
        return method.equals("HEAD") ? operator.head(path, condition) : operator.get(path, condition);
    }
}
