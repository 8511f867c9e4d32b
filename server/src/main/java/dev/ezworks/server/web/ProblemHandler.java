package dev.ezworks.server.web;

import dev.ezworks.api.ProblemCode;
import dev.ezworks.server.logging.LogContext;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one way from an exception to an answer: every error of the server leaves as {@code application/problem+json}, or
 * as a line of text for whoever asks for that. What was not foreseen is logged with the request id and told as a bare
 * {@code internal-error}.
 */
public final class ProblemHandler implements ErrorWebExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

    private final ProblemTable table;
    private final JsonMapper json;
    private final Consumer<ProblemCode> listener;

    /** @param listener hears of every problem that is answered */
    public ProblemHandler(ProblemTable table, JsonMapper json, Consumer<ProblemCode> listener) {
        this.table = table;
        this.json = json;
        this.listener = listener;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        if (isClientGone(error)) {
            return Mono.empty();
        }
        if (exchange.getResponse().isCommitted()) {
            // Too late for an answer: the connection is cut, so that a short body is not taken for a whole one.
            LogContext.log(
                    RequestId.of(exchange), () -> log.warn("a request failed in mid-answer: {}", error.toString()));
            return Mono.error(error);
        }
        Problem problem = problem(exchange, error);
        listener.accept(problem.code());
        return write(exchange, problem);
    }

    /** Whether an error only says that the connection broke: nobody is left to tell, and nothing of ours to mend. */
    public static boolean isClientGone(Throwable error) {
        Throwable cause = Exceptions.unwrap(error);
        return cause instanceof AbortedException || AbortedException.isConnectionReset(cause);
    }

    private Problem problem(ServerWebExchange exchange, Throwable error) {
        Optional<Problem> known = table.find(error);
        if (known.isPresent()) {
            return known.get();
        }
        if (error instanceof DataBufferLimitException) {
            return Problem.of(ProblemCode.BODY_TOO_LARGE, "send a smaller body");
        }
        if (error instanceof ErrorResponse response && response.getStatusCode().is4xxClientError()) {
            return ofSpring(response);
        }
        LogContext.log(RequestId.of(exchange), () -> log.error("a request failed", error));
        return Problem.of(ProblemCode.INTERNAL_ERROR, "give the request id to whoever runs this server");
    }

    /** Spring's own refusals, without Spring's texts, which quote parsers. */
    private static Problem ofSpring(ErrorResponse response) {
        return switch (response.getStatusCode().value()) {
            case 404 -> Problem.of(ProblemCode.NOT_FOUND, "see /openapi.json for the paths there are");
            case 405 ->
                Problem.of(ProblemCode.METHOD_NOT_ALLOWED, "see /openapi.json for the methods there are")
                        .withHeader(
                                HttpHeaders.ALLOW,
                                String.join(", ", response.getHeaders().getOrEmpty(HttpHeaders.ALLOW)));
            case 406 -> Problem.of(ProblemCode.NOT_ACCEPTABLE, "accept application/json");
            case 413 -> Problem.of(ProblemCode.BODY_TOO_LARGE, "send a smaller body");
            case 415 -> Problem.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "see /openapi.json for the types it takes");
            default -> Problem.of(ProblemCode.BAD_REQUEST, "the request cannot be understood");
        };
    }

    private Mono<Void> write(ServerWebExchange exchange, Problem problem) {
        ServerHttpResponse response = exchange.getResponse();
        String requestId = RequestId.of(exchange);
        ProblemBody body = ProblemBody.of(problem, requestId);
        boolean text = Accept.of(exchange.getRequest().getHeaders())
                .best(MediaType.APPLICATION_PROBLEM_JSON, MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN)
                .filter(MediaType.TEXT_PLAIN::equals)
                .isPresent();
        byte[] bytes = text ? body.line().getBytes(StandardCharsets.UTF_8) : json.writeValueAsBytes(body);

        HttpHeaders headers = response.getHeaders();
        headers.clear();
        headers.set(RequestId.HEADER, requestId);
        headers.setContentType(
                text
                        ? new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8)
                        : MediaType.APPLICATION_PROBLEM_JSON);
        headers.setContentLength(bytes.length);
        headers.setCacheControl("no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        problem.headers().forEach(headers::set);
        response.setRawStatusCode(problem.code().status());
        if (exchange.getRequest().getMethod().equals(HttpMethod.HEAD)) {
            return response.setComplete();
        }
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(bytes)));
    }
}
