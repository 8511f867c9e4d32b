package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.RawHttp;
import dev.ezworks.e2e.harness.SharedServerTest;
import dev.ezworks.e2e.harness.StoreKind;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever goes wrong is told in one form, and always the first thing that is wrong. */
class ProblemsIT extends SharedServerTest {
    private static final byte[] CONTENT = "x".getBytes(StandardCharsets.UTF_8);
    private static final String BAD_NAME = "/ops/files/" + "a".repeat(256);

    ProblemsIT(StoreKind store) {
        super(store);
    }

    @Test
    void anUnknownPathShouldBeNotFoundWithAndWithoutAToken() {
        Answer without = api.send("GET", "/no/such/path", BodyPublishers.noBody());
        Answer with = api.get(api.client(), "/no/such/path");

        assertProblem(without, 404, "not-found");
        assertProblem(with, 404, "not-found");
    }

    @Test
    void anUnknownRoleShouldBeNotFound() {
        assertProblem(api.postForm("/admin/login", "username=a&password=b"), 404, "not-found");
    }

    @Test
    void aWrongMethodShouldBeToldBeforeTheMissingToken() {
        Answer answer = api.send("PATCH", "/ops/files/x", BodyPublishers.noBody());

        assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.header("Allow"))
                .hasValueSatisfying(allow -> assertThat(allow.split(", "))
                        .containsExactlyInAnyOrder("GET", "HEAD", "PUT", "DELETE", "OPTIONS"));
    }

    @Test
    void aMissingTokenShouldBeToldBeforeAnythingElseOfTheRequest() {
        Answer answer = api.send("PUT", BAD_NAME, BodyPublishers.ofByteArray(CONTENT));

        assertProblem(answer, 401, "login-required");
        assertThat(answer.header("WWW-Authenticate")).contains("Bearer realm=\"ezworks\"");
    }

    @Test
    void aWrongRoleShouldBeToldBeforeABadName() {
        Answer answer = api.send(
                "PUT",
                BAD_NAME,
                BodyPublishers.ofByteArray(CONTENT),
                "Authorization",
                api.client().bearer());

        assertProblem(answer, 403, "forbidden");
    }

    @Test
    void aWrongBodyTypeShouldBeToldBeforeABadName() {
        Answer answer = api.send(
                "PUT",
                BAD_NAME,
                BodyPublishers.ofByteArray(CONTENT),
                "Authorization",
                api.operator().bearer(),
                "Content-Encoding",
                "gzip");

        assertProblem(answer, 415, "unsupported-media-type");
    }

    @Test
    void aMissingFileShouldBeToldBeforeAPrecondition() {
        Answer answer = api.get(api.operator(), Api.ownPath("missing"), "If-Match", "\"x\"");

        assertProblem(answer, 404, "no-such-file");
    }

    @Test
    void aTokenThatIsNoneShouldBeInvalid() {
        Answer answer = api.send("GET", "/session", BodyPublishers.noBody(), "Authorization", "Bearer not.a.token");

        assertProblem(answer, 401, "invalid-token");
        assertThat(answer.header("WWW-Authenticate")).contains("Bearer realm=\"ezworks\", error=\"invalid_token\"");
    }

    @Test
    void optionsShouldNeedNoToken() {
        Answer answer = api.send("OPTIONS", "/ops/files/x", BodyPublishers.noBody());

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Allow"))
                .hasValueSatisfying(allow -> assertThat(allow).contains("PUT"));
    }

    @Test
    void aProblemShouldComeAsOneLineToWhoeverAsksForText() {
        Answer answer = api.send("GET", "/no/such/path", BodyPublishers.noBody(), "Accept", "text/plain");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(answer.text().lines()).hasSize(1);
    }

    @Test
    void theRequestIdShouldBeTheCallersIfItIsSane() {
        Answer sane = api.send("GET", "/no/such/path", BodyPublishers.noBody(), "X-Request-Id", "job-7");
        Answer odd = api.send("GET", "/no/such/path", BodyPublishers.noBody(), "X-Request-Id", "a b<script>");

        assertThat(sane.header("X-Request-Id")).contains("job-7");
        assertThat(sane.json().path("requestId").asString()).isEqualTo("job-7");
        assertThat(odd.header("X-Request-Id").orElseThrow()).matches("[0-9a-f]{16}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ops;x=y/files",
                "//ops/files",
                "/ops//files",
                "/./session",
                "/client/../session",
                "/%2e%2e/etc/passwd",
                "/session%00",
                "/session%0d%0aX: y",
                "/session%5c",
                "/session%zz",
            })
    void oddPathsShouldBeProblemsOfOurOwn(String path) throws IOException {
        Answer answer = RawHttp.exchange(api.base(), request("GET " + path.replace(" ", "%20") + " HTTP/1.1"));

        assertThat(answer.status()).as("%s", answer).isIn(400, 404);
        assertThat(answer.problemCode()).as("%s", answer).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "FOO", "CONNECT", "get"})
    void oddMethodsShouldBeProblemsOfOurOwn(String method) throws IOException {
        Answer answer = RawHttp.exchange(api.base(), request(method + " /session HTTP/1.1"));

        assertThat(answer.status()).as("%s", answer).isIn(400, 405);
        assertThat(answer.problemCode()).as("%s", answer).isPresent();
    }

    @Test
    void aTooLongRequestLineShouldBeAProblemOfOurOwn() throws IOException {
        Answer answer = RawHttp.exchange(api.base(), request("GET /" + "a".repeat(20_000) + " HTTP/1.1"));

        assertProblem(answer, 414, "uri-too-long");
    }

    @Test
    void tooManyHeadersShouldBeAProblemOfOurOwn() throws IOException {
        Answer answer = RawHttp.exchange(api.base(), request("GET /session HTTP/1.1\r\nX-Long: " + "a".repeat(70_000)));

        assertProblem(answer, 431, "headers-too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GARBAGE", "GET", "GET /session", "\u0016\u0003\u0001"})
    void aMalformedRequestShouldBeAProblemOfOurOwn(String requestLine) throws IOException {
        Answer answer = RawHttp.exchange(api.base(), request(requestLine));

        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.problemCode()).as("%s", answer).isPresent();
    }

    @Test
    void aHeaderWithoutAColonShouldBeAProblemOfOurOwn() throws IOException {
        Answer answer = RawHttp.exchange(api.base(), request("GET /session HTTP/1.1\r\nno colon here"));

        assertThat(answer.status()).as("%s", answer).isIn(400, 401);
        assertThat(answer.problemCode()).as("%s", answer).isPresent();
    }

    @Test
    void healthShouldNeedNoToken() {
        assertThat(api.send("GET", "/actuator/health", BodyPublishers.noBody()).text())
                .contains("\"UP\"");
        assertThat(api.send("GET", "/actuator/health/readiness", BodyPublishers.noBody())
                        .status())
                .isEqualTo(200);
        assertThat(api.send("GET", "/openapi.json", BodyPublishers.noBody())
                        .json()
                        .path("openapi")
                        .asString())
                .startsWith("3.1");
    }

    private static String request(String line) {
        return line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        assertThat(answer.problemCode()).as("%s", answer).contains(code);
        assertThat(answer.json().path("type").asString()).isEqualTo("urn:ezworks:problem:" + code);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("detail").asString()).isNotBlank();
        assertThat(answer.header("X-Request-Id"))
                .contains(answer.json().path("requestId").asString());
    }
}
