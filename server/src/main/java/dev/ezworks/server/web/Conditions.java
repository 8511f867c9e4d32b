package dev.ezworks.server.web;

import dev.ezworks.api.ProblemCode;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/**
 * The preconditions of a GET or HEAD, in the order of RFC 9110 section 13.2.2.
 */
public final class Conditions {
    private final HttpHeaders headers;
    private final String tag;
    private final Instant modified;

    /**
     * @param tag the representation's strong entity tag, without quotes
     * @param modified when it came to be
     */
    public Conditions(HttpHeaders headers, String tag, Instant modified) {
        this.headers = headers;
        this.tag = tag;
        // Dates in HTTP have seconds.
        this.modified = modified.truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * Whether the caller has this representation already: 304.
     *
     * @throws ProblemException with {@code precondition-failed} if it wants another one
     */
    public boolean notModified() {
        Optional<ETags> ifMatch = tags(HttpHeaders.IF_MATCH);
        boolean wanted = ifMatch.isPresent()
                ? ifMatch.get().matchStrong(tag)
                : date(HttpHeaders.IF_UNMODIFIED_SINCE)
                        .map(since -> !modified.isAfter(since))
                        .orElse(true);
        if (!wanted) {
            throw new ProblemException(ProblemCode.PRECONDITION_FAILED, "the file has another version now");
        }
        Optional<ETags> ifNoneMatch = tags(HttpHeaders.IF_NONE_MATCH);
        return ifNoneMatch.isPresent()
                ? ifNoneMatch.get().matchWeak(tag)
                : date(HttpHeaders.IF_MODIFIED_SINCE)
                        .map(since -> !modified.isAfter(since))
                        .orElse(false);
    }

    /** The {@code Range} field, if there is one and {@code If-Range} lets it hold. */
    public Optional<String> range() {
        List<String> ranges = headers.getOrEmpty(HttpHeaders.RANGE);
        String ifRange = headers.getFirst(HttpHeaders.IF_RANGE);
        boolean holds = ifRange == null || holds(ifRange.trim());
        return ranges.size() == 1 && holds ? Optional.of(ranges.get(0)) : Optional.empty();
    }

    private boolean holds(String ifRange) {
        return ifRange.startsWith("\"")
                ? ifRange.equals("\"" + tag + "\"")
                : parseDate(ifRange).filter(modified::equals).isPresent();
    }

    private Optional<ETags> tags(String field) {
        return ETags.parse(field, headers.get(field));
    }

    /** A date that makes no sense is as good as none (section 13.1.3). */
    private Optional<Instant> date(String field) {
        List<String> values = headers.getOrEmpty(field);
        return values.size() == 1 ? parseDate(values.get(0)) : Optional.empty();
    }

    private static Optional<Instant> parseDate(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
