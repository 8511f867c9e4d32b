package dev.ezworks.cli.command;

import dev.ezworks.cli.CliException;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "completion",
        description = {
            "Print a script that lets the shell complete commands and options.",
            "bash: source <(ezworks completion bash)",
            "zsh:  source <(ezworks completion zsh)",
            "fish: ezworks completion fish | source"
        })
final class CompletionCommand implements Callable<ExitCode> {
    private final Environment environment;

    @Mixin
    final OutputOptions output;

    @Parameters(paramLabel = "bash|zsh|fish", description = "The shell.")
    String shell = "";

    CompletionCommand(Environment environment) {
        this.environment = environment;
        this.output = new OutputOptions(environment.console());
    }

    @Override
    public ExitCode call() {
        CommandLine all = EzworksCommandLine.create(environment);
        environment.console().data(script(all));
        return ExitCode.OK;
    }

    private String script(CommandLine all) {
        return switch (shell) {
            // The script for bash turns zsh's support for such scripts on by itself.
            case "bash", "zsh" -> AutoComplete.bash("ezworks", all);
            case "fish" -> FishCompletion.script(all);
            default ->
                throw new CliException(
                        ExitCode.USAGE, "there is no completion for " + shell, "choose bash, zsh or fish");
        };
    }
}
