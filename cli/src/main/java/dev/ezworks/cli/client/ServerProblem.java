package dev.ezworks.cli.client;

import dev.ezworks.api.ProblemCode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error as the server told it (RFC 9457), or what can be known of one that came from something else, such as a
 * proxy.
 *
 * @param status the HTTP status
 * @param slug the stable code; empty if the answer had none
 * @param title what kind of problem it is
 * @param detail what is wrong this time; empty if the answer did not say
 * @param fieldErrors one line per wrong field
 * @param requestId the server's name for the request
 */
public record ServerProblem(
        int status,
        String slug,
        String title,
        String detail,
        List<String> fieldErrors,
        @Nullable String requestId) {
    /** The code, if this version of the client knows it. */
    public Optional<ProblemCode> code() {
        return ProblemCode.of(slug);
    }
}
