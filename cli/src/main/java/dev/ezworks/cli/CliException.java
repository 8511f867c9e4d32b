package dev.ezworks.cli;

/** Ends a command, or one file of it, with a {@link Failure} that is ready to show. */
public final class CliException extends RuntimeException {
    private final transient Failure failure;

    public CliException(Failure failure) {
        super(failure.line());
        this.failure = failure;
    }

    public CliException(ExitCode exitCode, String reason, String nextStep) {
        this(new Failure(exitCode, reason, nextStep));
    }

    public Failure failure() {
        return failure;
    }
}
