package dev.ezworks.cli.command;

import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.Failure;
import dev.ezworks.cli.output.TransferResult;
import dev.ezworks.cli.output.TransferResult.Outcome;
import java.util.EnumSet;
import java.util.Set;

/** What a run of transfers comes to. Thread-safe. */
final class BatchOutcome {
    /** About who the user is: it will be the same for the next file. */
    private static final Set<ExitCode> ENDS_ALL = EnumSet.of(ExitCode.LOGIN_NEEDED, ExitCode.FORBIDDEN);

    private static final Set<ExitCode> MAY_PASS = EnumSet.of(ExitCode.WORTH_RETRYING, ExitCode.TIMED_OUT);

    /** So many files in a row that fail though each was tried again: the server is not coming back soon. */
    static final int SERVER_GONE = 10;

    private final boolean many;
    private int files;
    private int skipped;
    private int failed;
    private int mayPass;
    private int mayPassInARow;
    private ExitCode first = ExitCode.OK;
    private ExitCode ending = ExitCode.OK;

    /** @param many see {@link Batch} */
    BatchOutcome(boolean many) {
        this.many = many;
    }

    synchronized void add(TransferResult result) {
        files++;
        skipped += result.outcome() == Outcome.SKIPPED ? 1 : 0;
        Failure failure = result.failure();
        if (failure == null) {
            mayPassInARow = result.outcome() == Outcome.SKIPPED ? mayPassInARow : 0;
        } else {
            addFailure(failure.exitCode());
        }
    }

    private void addFailure(ExitCode code) {
        failed++;
        first = first == ExitCode.OK ? code : first;
        ending = ENDS_ALL.contains(code) && ending == ExitCode.OK ? code : ending;
        if (MAY_PASS.contains(code)) {
            mayPass++;
            mayPassInARow++;
        } else {
            mayPassInARow = 0;
        }
    }

    /** Whether there is a point in transferring another file. */
    synchronized boolean goOn() {
        return ending == ExitCode.OK && mayPassInARow < SERVER_GONE;
    }

    /**
     * A failure about who the user is, whatever else happened. Else a single file's own code; of several, 7 if all of
     * them failed and for reasons that may pass, and 3 if it was otherwise.
     */
    synchronized ExitCode exitCode() {
        if (ending != ExitCode.OK) {
            return ending;
        }
        if (failed == 0) {
            return !many && skipped == files ? ExitCode.ERROR : ExitCode.OK;
        }
        if (files == 1 && !many) {
            return first;
        }
        return mayPass == files - skipped ? ExitCode.WORTH_RETRYING : ExitCode.SOME_FAILED;
    }
}
