package dev.ezworks.server.uploads;

import dev.ezworks.api.ProblemCode;
import dev.ezworks.api.Sha256;
import dev.ezworks.server.web.ProblemException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** What the headers of an upload say of the bytes. */
final class UploadHeaders {
    private static final int MAX_CONTENT_TYPE = 255;
    private static final String REPR_DIGEST = "Repr-Digest";
    private static final List<String> DIGESTS = List.of(REPR_DIGEST, "Content-Digest");

    private UploadHeaders() {}

    /**
     * The media type to keep; {@code application/octet-stream} if none is given.
     *
     * @throws ProblemException with {@code unsupported-media-type} if it is none
     */
    static String contentType(HttpHeaders headers) {
        return contentType(Optional.ofNullable(headers.getFirst(HttpHeaders.CONTENT_TYPE)));
    }

    /** As {@link #contentType(HttpHeaders)}, from the field's value. */
    static String contentType(Optional<String> field) {
        return field.map(UploadHeaders::requireMediaType).orElse(MediaType.APPLICATION_OCTET_STREAM_VALUE);
    }

    private static String requireMediaType(String given) {
        try {
            MediaType type = MediaType.parseMediaType(given);
            if (type.isConcrete()
                    && given.length() <= MAX_CONTENT_TYPE
                    && given.chars().allMatch(UploadHeaders::mayBeSentBack)) {
                return given;
            }
        } catch (InvalidMediaTypeException e) {
            // Told below like every other type that cannot be kept.
        }
        throw new ProblemException(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "the Content-Type is not a media type");
    }

    /** A part of a form may bring control characters that no header of a download can carry. */
    private static boolean mayBeSentBack(int c) {
        return c >= 0x20 && c < 0x7f;
    }

    /** @throws ProblemException with {@code unsupported-media-type} if the body comes in any coding */
    static void requireNoCoding(HttpHeaders headers) {
        if (!headers.getOrEmpty(HttpHeaders.CONTENT_ENCODING).stream().allMatch("identity"::equalsIgnoreCase)) {
            throw new ProblemException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE, "send the file as it is, without a Content-Encoding");
        }
    }

    /**
     * RFC 9110 section 14.5: taking a part for the whole would lose the rest of the file.
     *
     * @throws ProblemException with {@code content-range-not-supported}
     */
    static void requireWhole(HttpHeaders headers) {
        if (headers.containsHeader(HttpHeaders.CONTENT_RANGE)) {
            throw new ProblemException(
                    ProblemCode.CONTENT_RANGE_NOT_SUPPORTED, "send the whole file, without a Content-Range");
        }
    }

    /**
     * The digest that the bytes must have (RFC 9530); empty if none is given that this server computes.
     *
     * @throws ProblemException with {@code bad-request} if it is malformed
     */
    static Optional<Sha256> digest(HttpHeaders headers) {
        return digest(headers, DIGESTS);
    }

    /** The same where the body is but a part of the file: {@code Content-Digest} is of the part. */
    static Optional<Sha256> reprDigest(HttpHeaders headers) {
        return digest(headers, List.of(REPR_DIGEST));
    }

    private static Optional<Sha256> digest(HttpHeaders headers, List<String> fields) {
        Optional<Sha256> found = Optional.empty();
        for (String field : fields) {
            for (String value : headers.getOrEmpty(field)) {
                Optional<Sha256> digest = parse(field, value);
                if (digest.isPresent() && found.isPresent() && !digest.equals(found)) {
                    throw new ProblemException(ProblemCode.BAD_REQUEST, "two digests contradict each other");
                }
                found = digest.isPresent() ? digest : found;
            }
        }
        return found;
    }

    private static Optional<Sha256> parse(String field, String value) {
        try {
            return Sha256.parseDigestField(value);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, field + " is a list of algorithm=:base64:");
        }
    }

    /** The body's length in bytes, 0 if it is not said. */
    static long announcedLength(HttpHeaders headers) {
        return Math.max(0, headers.getContentLength());
    }

    /** @throws FileTooLargeException if the body says that it is larger than this */
    static void requireAtMost(long limit, HttpHeaders headers) {
        if (headers.getContentLength() > limit) {
            throw new FileTooLargeException(limit);
        }
    }
}
