package dev.ezworks.cli.command;

import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that speaks to a server, with the options that each of them takes. */
abstract class ServerCommand implements Callable<ExitCode> {
    final Environment environment;

    @Mixin
    final OutputOptions output;

    @Mixin
    final ServerOptions server = new ServerOptions();

    ServerCommand(Environment environment) {
        this.environment = environment;
        this.output = new OutputOptions(environment.console());
    }

    /** Finds the server and the login that the options name. */
    final Connector connector() {
        return new Connector(environment, server);
    }
}
