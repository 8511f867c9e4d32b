package dev.ezworks.server.web;

import dev.ezworks.api.ProblemCode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/**
 * The preconditions of a GET or HEAD, in the order of RFC 9110 section 13.2.2.
 */
public final class Conditions {
    private final HttpHeaders headers;
    private final Optional<ETags> ifMatch;
    private final Optional<ETags> ifNoneMatch;

    /** @throws ProblemException with {@code bad-request} if a list of entity tags is malformed */
    public Conditions(HttpHeaders headers) {
        this.headers = headers;
        this.ifMatch = tags(HttpHeaders.IF_MATCH);
        this.ifNoneMatch = tags(HttpHeaders.IF_NONE_MATCH);
    }

    /** What tells one version of a resource from another. */
    public record Validators(String tag, Instant modified) {
        /**
         * @param tag strong entity tag, without quotes
         * @param modified when the version came to be; cut to seconds, which is what dates in HTTP have
         */
        public Validators {
            modified = modified.truncatedTo(ChronoUnit.SECONDS);
        }
    }

    /**
     * Whether the caller has this version already: 304.
     *
     * @throws ProblemException with {@code precondition-failed} if it wants another one
     */
    public boolean notModified(Validators current) {
        boolean wanted = ifMatch.isPresent()
                ? ifMatch.get().matchStrong(current.tag())
                : date(HttpHeaders.IF_UNMODIFIED_SINCE)
                        .map(since -> !current.modified().isAfter(since))
                        .orElse(true);
        if (!wanted) {
            throw new ProblemException(ProblemCode.PRECONDITION_FAILED, "the file has another version now");
        }
        return ifNoneMatch.isPresent()
                ? ifNoneMatch.get().matchWeak(current.tag())
                : date(HttpHeaders.IF_MODIFIED_SINCE)
                        .map(since -> !current.modified().isAfter(since))
                        .orElse(false);
    }

    /** The {@code Range} field, if there is one and {@code If-Range} lets it hold. */
    public Optional<String> range(Validators current) {
        List<String> ranges = headers.getOrEmpty(HttpHeaders.RANGE);
        String ifRange = headers.getFirst(HttpHeaders.IF_RANGE);
        boolean holds = ifRange == null || holds(ifRange.trim(), current);
        return ranges.size() == 1 && holds ? Optional.of(ranges.get(0)) : Optional.empty();
    }

    private static boolean holds(String ifRange, Validators current) {
        return ifRange.startsWith("\"")
                ? ifRange.equals("\"" + current.tag() + "\"")
                : HttpDate.parse(ifRange).filter(current.modified()::equals).isPresent();
    }

    private Optional<ETags> tags(String field) {
        return ETags.parse(field, headers.get(field));
    }

    /** A date that makes no sense is as good as none (section 13.1.3). */
    private Optional<Instant> date(String field) {
        List<String> values = headers.getOrEmpty(field);
        return values.size() == 1 ? HttpDate.parse(values.get(0)) : Optional.empty();
    }
}
