package dev.ezworks.api;

import java.util.Locale;
import java.util.Optional;

/**
 * Every error the HTTP API answers: its stable code, status and title. The one table that maps codes to statuses.
 */
public enum ProblemCode {
    BAD_REQUEST(400, "The request is malformed"),
    BAD_FIELDS(400, "Fields are missing or wrong"),
    BAD_FILE_NAME(400, "The file name is not allowed"),
    CREDENTIALS_IN_URL(400, "Credentials belong in the body"),
    CONTENT_RANGE_NOT_SUPPORTED(400, "A file is uploaded whole"),
    DIGEST_MISMATCH(400, "The bytes do not match the digest"),
    FILE_REQUIRED(400, "A file is required"),
    LOGIN_REQUIRED(401, "Log in first"),
    INVALID_TOKEN(401, "The token is not valid"),
    WRONG_PASSWORD(401, "The password is wrong"),
    FORBIDDEN(403, "The role does not allow this"),
    NOT_FOUND(404, "There is no such path"),
    NO_SUCH_USER(404, "There is no such user"),
    NO_SUCH_OPERATOR(404, "There is no such operator"),
    NO_SUCH_FILE(404, "There is no such file"),
    NO_SUCH_UPLOAD(404, "There is no such upload"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "None of the accepted types can be given"),
    USERNAME_TAKEN(409, "The username is taken"),
    OFFSET_MISMATCH(409, "The upload is at another offset"),
    UPLOAD_TAKEN_OVER(409, "Another request has taken the upload over"),
    PRECONDITION_FAILED(412, "The precondition does not hold"),
    UNSUPPORTED_TUS_VERSION(412, "The version of tus is not supported"),
    BODY_TOO_LARGE(413, "The request body is too large"),
    FILE_TOO_LARGE(413, "The file is too large"),
    URI_TOO_LONG(414, "The request line is too long"),
    UNSUPPORTED_MEDIA_TYPE(415, "The content type or coding is not supported"),
    RANGE_NOT_SATISFIABLE(416, "The range lies outside the file"),
    TOO_MANY_UPLOADS(429, "Too many uploads are unfinished"),
    HEADERS_TOO_LARGE(431, "The request headers are too large"),
    CHECKSUM_MISMATCH(460, "The piece does not match its checksum"),
    CONTENT_DAMAGED(500, "The stored bytes are damaged"),
    INTERNAL_ERROR(500, "The server failed"),
    BUSY(503, "The server is busy"),
    STORE_UNAVAILABLE(503, "The store does not answer"),
    SHUTTING_DOWN(503, "The server is shutting down"),
    STORAGE_FULL(507, "The storage is full");

    private final int status;
    private final String title;

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The stable code in JSON ({@code code}): the constant's name in lower case with hyphens. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The problem type of RFC 9457: {@code urn:ezworks:problem:<slug>}. */
    public String type() {
        return "urn:ezworks:problem:" + slug();
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The code with this {@link #slug()}; empty if this version does not know it. */
    public static Optional<ProblemCode> of(String slug) {
        for (ProblemCode code : values()) {
            if (code.slug().equals(slug)) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }
}
