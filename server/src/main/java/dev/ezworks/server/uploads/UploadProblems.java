package dev.ezworks.server.uploads;

import dev.ezworks.api.ProblemCode;
import dev.ezworks.server.multipart.FormTooLargeException;
import dev.ezworks.server.multipart.MalformedFormException;
import dev.ezworks.server.web.Problem;
import dev.ezworks.server.web.ProblemTable;

/** How the errors of uploads are told over HTTP. */
public final class UploadProblems {
    private UploadProblems() {}

    /** Adds them. */
    public static ProblemTable addTo(ProblemTable table) {
        return table.on(
                        FileTooLargeException.class,
                        e -> Problem.of(ProblemCode.FILE_TOO_LARGE, e.getMessage() + "; nothing was stored"))
                .on(
                        NoSuchUploadException.class,
                        e -> Problem.of(ProblemCode.NO_SUCH_UPLOAD, e.getMessage() + "; begin a new one"))
                .on(
                        UploadOffsetException.class,
                        e -> Problem.of(ProblemCode.OFFSET_MISMATCH, e.getMessage() + "; ask for the offset with HEAD"))
                .on(
                        UploadTakenOverException.class,
                        e -> Problem.of(
                                ProblemCode.UPLOAD_TAKEN_OVER,
                                e.getMessage() + "; if that was not yours, ask for the offset with HEAD and go on"))
                .on(
                        UploadLengthException.class,
                        e -> Problem.of(ProblemCode.BODY_TOO_LARGE, e.getMessage() + "; send no more than is missing"))
                .on(
                        OtherLengthException.class,
                        e -> Problem.of(ProblemCode.BAD_REQUEST, String.valueOf(e.getMessage())))
                .on(
                        OtherDigestException.class,
                        e -> Problem.of(ProblemCode.DIGEST_MISMATCH, e.getMessage() + "; nothing has changed"))
                .on(
                        PieceTooLargeException.class,
                        e -> Problem.of(
                                ProblemCode.BODY_TOO_LARGE, e.getMessage() + "; send smaller ones, or no checksum"))
                .on(
                        ChecksumMismatchException.class,
                        e -> Problem.of(ProblemCode.CHECKSUM_MISMATCH, e.getMessage() + "; send the piece again"))
                .on(
                        TooManyUploadsException.class,
                        e -> Problem.of(
                                ProblemCode.TOO_MANY_UPLOADS,
                                e.getMessage() + "; finish or delete some, or wait until they expire"))
                .on(MalformedFormException.class, e -> Problem.of(ProblemCode.BAD_REQUEST, e.reason()))
                .on(
                        FormTooLargeException.class,
                        e -> Problem.of(ProblemCode.BODY_TOO_LARGE, e.reason() + "; nothing was stored"))
                .on(
                        DigestMismatchException.class,
                        e -> Problem.of(
                                ProblemCode.DIGEST_MISMATCH,
                                e.getMessage() + "; nothing was published, send it again"));
    }
}
