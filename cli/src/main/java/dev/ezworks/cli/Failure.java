package dev.ezworks.cli;

import org.jspecify.annotations.Nullable;

/**
 * Why something did not work, as the user is told.
 *
 * @param exitCode what the run ends with if nothing else happens
 * @param reason one line, lower case, without a full stop
 * @param nextStep what the user can do; empty if there is nothing
 * @param requestId the server's name for the request, for its operator; null if no server answered
 */
public record Failure(
        ExitCode exitCode,
        String reason,
        String nextStep,
        @Nullable String requestId) {
    public Failure(ExitCode exitCode, String reason, String nextStep) {
        this(exitCode, reason, nextStep, null);
    }

    /** Reason and next step on one line. */
    public String line() {
        return nextStep.isEmpty() ? reason : reason + "; " + nextStep;
    }
}
