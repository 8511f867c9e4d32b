package dev.ezworks.cli.command;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "signup", description = "Make an account. It is a client's unless --ops is given; log in afterwards.")
final class SignupCommand implements Callable<ExitCode> {
    private final Environment environment;

    @Mixin
    final OutputOptions output;

    @Mixin
    final ServerOptions server = new ServerOptions();

    @Mixin
    final CredentialOptions credentials;

    SignupCommand(Environment environment) {
        this.environment = environment;
        this.output = new OutputOptions(environment.console());
        this.credentials = new CredentialOptions(environment);
    }

    @Override
    public ExitCode call() {
        Role role = Objects.requireNonNullElse(server.role(), Role.CLIENT);
        Username username = credentials.username();
        String password = credentials.password(true);
        new Connector(environment, server).anonymous().signup(role, username, password);
        environment
                .console()
                .info("signed up " + username + " as " + role.id() + "; log in with: ezworks login --role " + role.id()
                        + " -u " + username);
        return ExitCode.OK;
    }
}
