package dev.ezworks.server.files;

import dev.ezworks.api.ProblemCode;
import dev.ezworks.server.web.Problem;
import dev.ezworks.server.web.ProblemException;
import java.text.Normalizer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * What the caller of a listing wants to see.
 *
 * @param patience how long to wait for a change of a catalog that the caller knows; empty: not at all
 */
record ListParameters(String prefix, String after, Optional<Long> limit, Optional<Duration> patience) {
    private static final int MAX_LIMIT = 10_000;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    static ListParameters of(ServerRequest request) {
        return new ListParameters(
                composed(request.queryParam("prefix")),
                composed(request.queryParam("after")),
                request.queryParam("limit").map(ListParameters::limit),
                patience(request.headers().header("Prefer")));
    }

    FileQuery query(long defaultLimit) {
        return new FileQuery(prefix, after, limit.orElse(defaultLimit));
    }

    /** In normal form C, as every name in a catalog is. */
    private static String composed(Optional<String> text) {
        return Normalizer.normalize(text.orElse(""), Normalizer.Form.NFC);
    }

    private static long limit(String text) {
        if (text.matches("\\d{1,5}")) {
            long limit = Long.parseLong(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        }
        throw new ProblemException(Problem.of(ProblemCode.BAD_FIELDS, "mend the query and try again")
                .withErrors(Map.of("limit", "is a number from 1 to " + MAX_LIMIT)));
    }

    /** The {@code wait} preference of RFC 7240 section 4.3; what makes no sense is ignored, as section 2 wants. */
    private static Optional<Duration> patience(List<String> prefer) {
        for (String preference : String.join(",", prefer).split("[,;]", -1)) {
            String text = preference.replace(" ", "").replace("\"", "");
            if (text.matches("(?i)wait=\\d{1,6}")) {
                Duration asked = Duration.ofSeconds(Long.parseLong(text.substring("wait=".length())));
                return Optional.of(asked.compareTo(LONGEST_WAIT) < 0 ? asked : LONGEST_WAIT);
            }
        }
        return Optional.empty();
    }
}
