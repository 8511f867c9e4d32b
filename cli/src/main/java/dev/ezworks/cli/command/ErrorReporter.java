package dev.ezworks.cli.command;

import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.Failure;
import dev.ezworks.cli.output.Console;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

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
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage");
        String nextStep = "see: " + command.qualifiedName() + " --help";
        if (e instanceof UnmatchedArgumentException unmatched) {
            if (unmatched.isUnknownOption()) {
                List<String> similar = unmatched.getSuggestions();
                nextStep = (similar.isEmpty() ? "" : "did you mean " + String.join(" or ", similar) + "? ") + nextStep;
            } else if (!command.subcommands().isEmpty()) {
                reason = "there is no command '" + unmatched.getUnmatched().get(0) + "'";
            }
        }
        console.error(new Failure(ExitCode.USAGE, reason, nextStep));
        return ExitCode.USAGE.number();
    }
}
