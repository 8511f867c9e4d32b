package dev.ezworks.cli.client;

import java.net.http.HttpHeaders;
import java.util.List;

/** Makes a {@link ServerProblem} of an error answer, whoever wrote it. */
final class ProblemReader {
    /** A problem is a few hundred bytes; a proxy's error page may be more, of which nothing is shown. */
    static final int MAX_BYTES = 64 * 1024;

    private ProblemReader() {}

    static ServerProblem read(int status, HttpHeaders headers, byte[] body) {
        ServerProblem plain = plain(status, headers);
        if (!isProblem(headers)) {
            return plain;
        }
        try {
            JsonObject json = JsonObject.parse(body);
            return new ServerProblem(
                    status,
                    json.optionalText("code").orElse(""),
                    json.optionalText("title").orElse(plain.title()),
                    json.optionalText("detail").orElse(""),
                    fieldErrors(json),
                    json.optionalText("requestId").orElse(plain.requestId()),
                    plain.retryAfter());
        } catch (UnexpectedAnswerException e) {
            return plain;
        }
    }

    /** What can be known without the body. */
    private static ServerProblem plain(int status, HttpHeaders headers) {
        return new ServerProblem(
                status,
                "",
                defaultTitle(status, headers),
                "",
                List.of(),
                headers.firstValue("X-Request-Id").orElse(null),
                RetryAfter.of(headers).orElse(null));
    }

    private static boolean isProblem(HttpHeaders headers) {
        return headers.firstValue("Content-Type")
                .filter(type -> type.startsWith("application/problem+json"))
                .isPresent();
    }

    private static String defaultTitle(int status, HttpHeaders headers) {
        if (status / 100 == 3) {
            return "The server redirects to " + headers.firstValue("Location").orElse("somewhere else");
        }
        return "The server answered with status " + status;
    }

    private static List<String> fieldErrors(JsonObject json) {
        if (!json.has("errors")) {
            return List.of();
        }
        return json.objects("errors").stream()
                .map(error -> error.text("field") + ": " + error.text("detail"))
                .toList();
    }
}
