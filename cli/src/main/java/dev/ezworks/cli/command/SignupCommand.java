package dev.ezworks.cli.command;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "signup", description = "Make an account. It is a client's unless --ops is given; log in afterwards.")
final class SignupCommand extends ServerCommand {
    @Mixin
    final CredentialOptions credentials;

    SignupCommand(Environment environment) {
        super(environment);
        this.credentials = new CredentialOptions(environment);
    }

    @Override
    public ExitCode call() {
        Role role = Objects.requireNonNullElse(server.role(), Role.CLIENT);
        Username username = credentials.username();
        String password = credentials.password(true);
        connector().anonymous().signup(role, username, password);
        environment
                .console()
                .info("signed up " + username + " as " + role.id() + "; log in with: ezworks login --role " + role.id()
                        + " -u " + username);
        return ExitCode.OK;
    }
}
