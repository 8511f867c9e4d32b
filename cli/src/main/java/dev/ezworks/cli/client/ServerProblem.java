package dev.ezworks.cli.client;

import dev.ezworks.api.ProblemCode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
 * @param retryAfter how long the server wants to be left alone; null if it did not say
 */
public record ServerProblem(
        int status,
        String slug,
        String title,
        String detail,
        List<String> fieldErrors,
        @Nullable String requestId,
        @Nullable Duration retryAfter) {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;
    private static final Set<ProblemCode> ELSEWHERE =
            EnumSet.of(ProblemCode.OFFSET_MISMATCH, ProblemCode.UPLOAD_TAKEN_OVER);

    /** The code, if this version of the client knows it. */
    public Optional<ProblemCode> code() {
        return ProblemCode.of(slug);
    }

    /**
     * Whether trying again may succeed: the server, or something before it, is busy or failing; or a resumable upload
     * is elsewhere than it seemed, as after a break, and has to be asked about.
     */
    public boolean worthRetrying() {
        if (code().filter(ELSEWHERE::contains).isPresent()) {
            return true;
        }
        if (code().filter(ProblemCode.CONTENT_DAMAGED::equals).isPresent()
                || status == ProblemCode.STORAGE_FULL.status()) {
            return false;
        }
        return status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS || status >= SERVER_ERRORS;
    }
}
