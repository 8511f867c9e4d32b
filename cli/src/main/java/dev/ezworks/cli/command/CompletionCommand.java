package dev.ezworks.cli.command;

import dev.ezworks.cli.CliException;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "completion",
        description = {
            "Print a script that lets the shell complete commands, options and names of files on the server.",
            "bash: source <(ezworks completion bash)",
            "zsh:  source <(ezworks completion zsh)",
            "fish: ezworks completion fish | source"
        })
final class CompletionCommand implements Callable<ExitCode> {
    private static final Set<String> SHELLS = Set.of("bash", "zsh", "fish");

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
    public ExitCode call() throws IOException {
        if (!SHELLS.contains(shell)) {
            throw new CliException(ExitCode.USAGE, "there is no completion for " + shell, "choose bash, zsh or fish");
        }
        try (InputStream script = CompletionCommand.class.getResourceAsStream("/completion/ezworks." + shell)) {
            if (script == null) {
                throw new IllegalStateException("no script for " + shell + " in this build");
            }
            environment.console().data(new String(script.readAllBytes(), StandardCharsets.UTF_8).stripTrailing());
        }
        return ExitCode.OK;
    }
}
