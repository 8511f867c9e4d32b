package dev.ezworks.cli.command;

import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that speaks to a server, with the options that each of them takes. */
abstract class ServerCommand implements Callable<ExitCode> {
    final Environment environment;

    @Mixin
    final OutputOptions output;

    @Mixin
    final ServerOptions server = new ServerOptions();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description = "How long to wait for an answer, or for the next byte (default: ${DEFAULT-VALUE}).")
    Duration timeout = Duration.ofSeconds(60);

    ServerCommand(Environment environment) {
        this.environment = environment;
        this.output = new OutputOptions(environment.console());
    }

    /** Finds the server and the login that the options name. */
    final Connector connector() {
        return new Connector(environment, server, timeout);
    }
}
