package dev.ezworks.cli.command;

import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.Failure;
import dev.ezworks.cli.output.TransferReport;
import dev.ezworks.cli.output.TransferResult;
import dev.ezworks.cli.output.TransferResult.Outcome;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Transfers files one after the other. One that fails does not keep the others from being transferred, unless its
 * failure is about who the user is.
 */
final class Batch {
    private static final Set<ExitCode> ENDS_ALL = EnumSet.of(ExitCode.LOGIN_NEEDED, ExitCode.FORBIDDEN);

    /** How one file is transferred. */
    @FunctionalInterface
    interface Transfer<T> {
        TransferResult run(T item) throws IOException;
    }

    private final TransferReport report;

    Batch(TransferReport report) {
        this.report = report;
    }

    /** Runs a transfer per item. Alone, an item that fails ends with its own code; among others, with 3. */
    <T> ExitCode run(List<T> items, Transfer<T> transfer) {
        ExitCode first = ExitCode.OK;
        for (T item : items) {
            report.begin(item.toString());
            TransferResult result = attempt(item, transfer);
            report.end(result);
            Failure failure = result.failure();
            if (failure != null) {
                first = first == ExitCode.OK ? failure.exitCode() : first;
                if (ENDS_ALL.contains(failure.exitCode())) {
                    return failure.exitCode();
                }
            }
        }
        if (report.count(Outcome.SKIPPED) == items.size()) {
            return ExitCode.ERROR;
        }
        return first == ExitCode.OK || items.size() == 1 ? first : ExitCode.SOME_FAILED;
    }

    private static <T> TransferResult attempt(T item, Transfer<T> transfer) {
        try {
            return transfer.run(item);
        } catch (IOException | RuntimeException e) {
            return TransferResult.failed(item.toString(), FailureTable.failure(e));
        }
    }
}
