package dev.ezworks.server.files;

import dev.ezworks.api.ProblemCode;
import dev.ezworks.server.content.DamagedContentException;
import dev.ezworks.server.web.Problem;
import dev.ezworks.server.web.ProblemTable;

/** How the errors of catalogs are told over HTTP. */
public final class FileProblems {
    private FileProblems() {}

    /** Adds them. */
    public static ProblemTable addTo(ProblemTable table) {
        return table.on(
                        NoSuchFileException.class,
                        e -> Problem.of(ProblemCode.NO_SUCH_FILE, e.getMessage() + "; list the files there are"))
                .on(
                        DamagedContentException.class,
                        e -> Problem.of(
                                ProblemCode.CONTENT_DAMAGED,
                                "the stored bytes are not those that were uploaded, and are not given out; its operator"
                                        + " mends that by uploading the file again"))
                .on(
                        NoSuchOperatorException.class,
                        e -> Problem.of(ProblemCode.NO_SUCH_OPERATOR, e.getMessage() + "; see /client/ops"))
                .on(
                        PreconditionFailedException.class,
                        e -> Problem.of(ProblemCode.PRECONDITION_FAILED, e.getMessage() + "; nothing was changed"));
    }
}
