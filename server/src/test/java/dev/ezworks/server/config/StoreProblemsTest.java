package dev.ezworks.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.server.Await;
import dev.ezworks.server.content.RestartNeededException;
import dev.ezworks.server.content.StoreUnavailableException;
import dev.ezworks.server.web.ProblemHandler;
import dev.ezworks.server.web.ProblemTable;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import tools.jackson.databind.json.JsonMapper;

class StoreProblemsTest {
    private final IOException cause = new IOException("Input/output error");

    @Test
    void aStoreThatMayAnswerSoonShouldBeAskedAgain() {
        MockServerHttpResponse answer = answerTo(new StoreUnavailableException("it is away", cause));

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(answer.getHeaders().getFirst("Retry-After")).isEqualTo("5");
        assertThat(bodyOf(answer)).contains("\"store-unavailable\"", "try again");
    }

    @Test
    void aStoreThatNeedsARestartShouldNotBeAskedAgain() {
        MockServerHttpResponse answer = answerTo(new RestartNeededException("its disk failed", cause));

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(answer.getHeaders().getFirst("Retry-After")).isNull();
        assertThat(bodyOf(answer))
                .contains("\"store-unavailable\"", "look at the disk and start the server again")
                .doesNotContain("try again");
    }

    private static MockServerHttpResponse answerTo(Exception failure) {
        MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.put("/ops/files/a"));
        ProblemHandler handler = new ProblemHandler(
                StoreProblems.addTo(new ProblemTable()), JsonMapper.builder().build(), code -> {});
        Await.done(handler.handle(exchange, failure));
        return exchange.getResponse();
    }

    private static String bodyOf(MockServerHttpResponse answer) {
        return Await.one(answer.getBodyAsString());
    }
}
