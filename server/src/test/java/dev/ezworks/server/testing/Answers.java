package dev.ezworks.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads answers. */
public final class Answers {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Answers() {}

    /** The body as text. */
    public static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    /** The body as JSON. */
    public static JsonNode json(HttpResponse<byte[]> answer) {
        return JSON.readTree(answer.body());
    }

    /** The one value of a header; empty if there is none, fails if there are several. */
    public static String header(HttpResponse<?> answer, String name) {
        assertThat(answer.headers().allValues(name)).as(name).hasSizeLessThan(2);
        return answer.headers().firstValue(name).orElse("");
    }

    /** Fails unless it is this problem, whole, as RFC 9457 and the API's conventions have it. */
    public static JsonNode assertProblem(HttpResponse<byte[]> answer, int status, String code) {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(status);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
        JsonNode problem = json(answer);
        assertThat(problem.path("code").asString()).isEqualTo(code);
        assertThat(problem.path("type").asString()).isEqualTo("urn:ezworks:problem:" + code);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asString()).isNotBlank();
        assertThat(problem.path("detail").asString()).isNotBlank().doesNotContain("Exception", "org.", "java.");
        assertThat(problem.path("requestId").asString()).isNotBlank().isEqualTo(header(answer, "X-Request-Id"));
        return problem;
    }
}
