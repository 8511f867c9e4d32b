package dev.ezworks.server.uploads;

import dev.ezworks.api.FileName;
import dev.ezworks.api.InvalidNameException;
import dev.ezworks.api.ProblemCode;
import dev.ezworks.server.files.Precondition;
import dev.ezworks.server.files.WriteConditions;
import dev.ezworks.server.web.Problem;
import dev.ezworks.server.web.ProblemException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** The header fields of tus 1.0.0, as requests bring them. */
final class TusHeaders {
    static final String RESUMABLE = "Tus-Resumable";
    static final String VERSION = "Tus-Version";
    static final String EXTENSION = "Tus-Extension";
    static final String MAX_SIZE = "Tus-Max-Size";
    static final String CHECKSUM_ALGORITHM = "Tus-Checksum-Algorithm";
    static final String OFFSET = "Upload-Offset";
    static final String LENGTH = "Upload-Length";
    static final String DEFER_LENGTH = "Upload-Defer-Length";
    static final String METADATA = "Upload-Metadata";
    static final String EXPIRES = "Upload-Expires";

    /** The one version that is spoken here. */
    static final String SPOKEN = "1.0.0";

    private static final String CHECKSUM = "Upload-Checksum";
    private static final String CONCAT = "Upload-Concat";
    private static final MediaType OFFSET_STREAM = new MediaType("application", "offset+octet-stream");
    // No more digits than a long can hold.
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,18}");

    private TusHeaders() {}

    /** @throws ProblemException with {@code unsupported-tus-version} unless the request is of version 1.0.0 */
    static void requireVersion(HttpHeaders headers) {
        if (!SPOKEN.equals(headers.getFirst(RESUMABLE))) {
            throw new ProblemException(
                    Problem.of(ProblemCode.UNSUPPORTED_TUS_VERSION, "send " + RESUMABLE + ": " + SPOKEN)
                            .withHeader(VERSION, SPOKEN));
        }
    }

    /** Whether the body is a piece of a file. */
    static boolean hasPiece(HttpHeaders headers) {
        try {
            MediaType type = headers.getContentType();
            return type != null && type.equalsTypeAndSubtype(OFFSET_STREAM);
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    /** @throws ProblemException with {@code unsupported-media-type} if the body is no piece of a file */
    static void requirePiece(HttpHeaders headers) {
        if (!hasPiece(headers)) {
            throw new ProblemException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE, "send the bytes as " + OFFSET_STREAM + ", nothing else");
        }
    }

    /** Where the piece belongs, in bytes. */
    static long offset(HttpHeaders headers) {
        return size(headers, OFFSET).orElseThrow(() -> bad("send " + OFFSET));
    }

    /** The length of the whole upload, if it is told. */
    static Optional<Long> length(HttpHeaders headers) {
        return size(headers, LENGTH);
    }

    /** The length of an upload that is to begin; empty if it is deferred. */
    static Optional<Long> lengthOrDeferred(HttpHeaders headers) {
        Optional<Long> length = length(headers);
        List<String> deferred = headers.getOrEmpty(DEFER_LENGTH);
        if (length.isPresent() != deferred.isEmpty() || !deferred.stream().allMatch("1"::equals)) {
            throw bad("send either " + LENGTH + " or " + DEFER_LENGTH + ": 1");
        }
        return length;
    }

    private static Optional<Long> size(HttpHeaders headers, String field) {
        List<String> values = headers.getOrEmpty(field);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1 || !SIZE.matcher(values.get(0)).matches()) {
            throw bad(field + " is a number of bytes");
        }
        return Optional.of(Long.parseLong(values.get(0)));
    }

    /** What the bytes of the piece must come to. */
    static Optional<Checksum> checksum(HttpHeaders headers) {
        return Optional.ofNullable(headers.getFirst(CHECKSUM)).map(TusHeaders::checksum);
    }

    private static Checksum checksum(String field) {
        String[] words = field.strip().split(" ", -1);
        Optional<Checksum.Algorithm> algorithm = Checksum.Algorithm.of(words[0]);
        if (algorithm.isEmpty() || words.length != 2) {
            throw bad(CHECKSUM + " is one of " + Checksum.Algorithm.ids() + ", a space and the value in base64");
        }
        try {
            return new Checksum(algorithm.get(), Base64.getDecoder().decode(words[1]));
        } catch (IllegalArgumentException e) {
            throw bad(CHECKSUM + " has a value that is not base64");
        }
    }

    /** What is to be begun. */
    static NewUpload newUpload(HttpHeaders headers) {
        if (headers.containsHeader(CONCAT)) {
            throw bad("uploads are not concatenated here; send the file as one");
        }
        Optional<Long> length = lengthOrDeferred(headers);
        UploadMetadata metadata = metadata(headers);
        return new NewUpload(
                fileName(metadata),
                contentType(metadata),
                metadata.text(),
                length,
                UploadHeaders.reprDigest(headers),
                onlyNew(headers));
    }

    /** What else might be wanted of the present version would have to be remembered for days. */
    private static boolean onlyNew(HttpHeaders headers) {
        Precondition precondition = WriteConditions.of(headers);
        if (precondition.equals(Precondition.NONE)) {
            return false;
        }
        if (precondition.equals(new Precondition.Absent())) {
            return true;
        }
        throw bad("the one precondition of an upload is If-None-Match: *");
    }

    private static UploadMetadata metadata(HttpHeaders headers) {
        List<String> values = headers.getOrEmpty(METADATA);
        if (values.size() != 1) {
            throw wrong("filename", "is missing");
        }
        try {
            return UploadMetadata.parse(values.get(0));
        } catch (IllegalArgumentException e) {
            throw bad(METADATA + ": " + e.getMessage());
        }
    }

    private static FileName fileName(UploadMetadata metadata) {
        try {
            return metadata.fileName().orElseThrow(() -> wrong("filename", "is missing"));
        } catch (InvalidNameException e) {
            throw new ProblemException(ProblemCode.BAD_FILE_NAME, e.reason());
        }
    }

    private static String contentType(UploadMetadata metadata) {
        try {
            return UploadHeaders.contentType(metadata.fileType());
        } catch (ProblemException e) {
            throw wrong("filetype", "is not a media type");
        }
    }

    private static ProblemException wrong(String key, String what) {
        return new ProblemException(Problem.of(ProblemCode.BAD_FIELDS, "mend " + METADATA + " and try again")
                .withErrors(Map.of(key, what)));
    }

    private static ProblemException bad(String what) {
        return new ProblemException(ProblemCode.BAD_REQUEST, what);
    }
}
