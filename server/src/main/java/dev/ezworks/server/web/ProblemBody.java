package dev.ezworks.server.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** A {@link Problem} as {@code application/problem+json} (RFC 9457). */
record ProblemBody(
        String type,
        String title,
        int status,
        String detail,
        String code,
        String requestId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors) {

    record FieldError(String field, String detail) {}

    static ProblemBody of(Problem problem, String requestId) {
        return new ProblemBody(
                problem.code().type(),
                problem.code().title(),
                problem.code().status(),
                problem.detail(),
                problem.code().slug(),
                requestId,
                problem.errors().entrySet().stream()
                        .map(error -> new FieldError(error.getKey(), error.getValue()))
                        .toList());
    }

    /** The problem in one line, for {@code Accept: text/plain}; what it quotes cannot steer a terminal. */
    String line() {
        StringBuilder line = new StringBuilder(title).append(": ").append(detail);
        errors.forEach(
                error -> line.append("; ").append(error.field()).append(": ").append(error.detail()));
        line.append(" [").append(code).append(", request ").append(requestId).append("]");
        for (int i = 0; i < line.length(); i++) {
            if (Character.isISOControl(line.charAt(i))) {
                line.setCharAt(i, '?');
            }
        }
        return line.append("\n").toString();
    }
}
