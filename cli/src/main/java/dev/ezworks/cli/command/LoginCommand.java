package dev.ezworks.cli.command;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.client.LoginAnswer;
import dev.ezworks.cli.client.ServerUrl;
import dev.ezworks.cli.profile.Profile;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "login",
        description = "Log in, as a client unless --ops is given, and keep the login for the next commands.")
final class LoginCommand extends ServerCommand {
    @Mixin
    final CredentialOptions credentials;

    LoginCommand(Environment environment) {
        super(environment);
        this.credentials = new CredentialOptions(environment);
    }

    @Override
    public ExitCode call() {
        Role role = Objects.requireNonNullElse(server.role(), Role.CLIENT);
        Username username = credentials.username();
        String password = credentials.password(false);
        Connector connector = connector();
        ServerUrl url = connector.server();
        LoginAnswer answer = connector.anonymous().login(role, username, password);
        Profile profile = new Profile(
                Objects.requireNonNullElseGet(server.profile, () -> Profile.defaultName(url, role, username)),
                url,
                role,
                username,
                answer.token(),
                answer.expiresAt(),
                environment.clock().instant(),
                connector.anonymousAuthorities());
        Connector.profiles(environment).update(profiles -> profiles.with(profile));
        environment.console().info("logged in to " + url + " as " + username + " (" + role.id() + ")");
        if (environment.variable("EZWORKS_TOKEN").isPresent()) {
            environment.console().warn("EZWORKS_TOKEN is set and goes before this login");
        }
        return ExitCode.OK;
    }
}
