package dev.ezworks.cli.command;

import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.Failure;
import dev.ezworks.cli.output.Console;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Whatever a command ends with that is not success: one line on standard error, and the exit code. */
final class ErrorReporter implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final Console console;

    ErrorReporter(Console console) {
        this.console = console;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        Failure failure = FailureTable.failure(e);
        console.error(failure);
        return failure.exitCode().number();
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage");
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        console.error(new Failure(ExitCode.USAGE, reason, "see: " + command + " --help"));
        return ExitCode.USAGE.number();
    }
}
