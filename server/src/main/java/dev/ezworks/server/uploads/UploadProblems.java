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
