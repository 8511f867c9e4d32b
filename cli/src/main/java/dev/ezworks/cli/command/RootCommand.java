package dev.ezworks.cli.command;

import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.output.Console;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "ezworks",
        description = "Hand files over: operators publish them, clients list and fetch them.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class)
final class RootCommand implements Callable<ExitCode> {
    @Spec
    @Nullable
    CommandSpec spec;

    @Mixin
    final OutputOptions output;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    boolean version;

    RootCommand(Console console) {
        this.output = new OutputOptions(console);
    }

    @Override
    public ExitCode call() {
        CommandSpec command = spec;
        if (command == null) {
            throw new IllegalStateException("called outside a command line");
        }
        throw new ParameterException(command.commandLine(), "a command is missing");
    }
}
