package dev.ezworks.server.config;

import dev.ezworks.api.ProblemCode;
import dev.ezworks.server.content.RestartNeededException;
import dev.ezworks.server.content.StorageFullException;
import dev.ezworks.server.content.StoreUnavailableException;
import dev.ezworks.server.transfers.TransferEndedException;
import dev.ezworks.server.web.Problem;
import dev.ezworks.server.web.ProblemTable;
import org.springframework.http.HttpHeaders;

/** How the errors of stores and of the transfers from and to them are told over HTTP. */
final class StoreProblems {
    private static final String RETRY_AFTER_SECONDS = "5";

    private StoreProblems() {}

    static ProblemTable addTo(ProblemTable table) {
        return table.on(
                        StorageFullException.class,
                        e -> Problem.of(ProblemCode.STORAGE_FULL, "nothing was stored; tell whoever runs this server"))
                .on(
                        StoreUnavailableException.class,
                        e -> retry(Problem.of(ProblemCode.STORE_UNAVAILABLE, "try again in a moment")))
                .on(
                        RestartNeededException.class,
                        e -> Problem.of(
                                ProblemCode.STORE_UNAVAILABLE,
                                "the disk failed and nothing more is taken in; whoever runs this server must look at"
                                        + " the disk and start the server again"))
                .on(
                        TransferEndedException.class,
                        e -> retry(Problem.of(ProblemCode.SHUTTING_DOWN, "try again in a moment")));
    }

    private static Problem retry(Problem problem) {
        return problem.withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
}
