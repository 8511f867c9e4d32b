package dev.ezworks.cli.command;

import dev.ezworks.cli.CliException;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.client.ConnectionSettings;
import dev.ezworks.cli.client.EnvironmentProxySelector;
import dev.ezworks.cli.client.EzworksClient;
import dev.ezworks.cli.client.LoginAnswer;
import dev.ezworks.cli.client.Retries;
import dev.ezworks.cli.client.ServerUrl;
import dev.ezworks.cli.client.SessionInfo;
import dev.ezworks.cli.profile.Profile;
import dev.ezworks.cli.profile.ProfileFilter;
import dev.ezworks.cli.profile.ProfileStore;
import dev.ezworks.cli.profile.Profiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the server and the token that the options, the environment and the profiles name, in this order. */
final class Connector {
    private final Environment environment;
    private final ServerOptions options;
    private final Duration idleTimeout;

    /** @param idleTimeout how long to wait for an answer, or for the next byte */
    Connector(Environment environment, ServerOptions options, Duration idleTimeout) {
        this.environment = environment;
        this.options = options;
        this.idleTimeout = idleTimeout;
    }

    /** The logins of this user. */
    static ProfileStore profiles(Environment environment) {
        return new ProfileStore(UserFolder.CONFIG.of(environment));
    }

    /** The server for a command that needs no login: without an option, the one of the newest login. */
    ServerUrl server() {
        ServerUrl given = options.server;
        return given != null ? given : neighbour().map(Profile::server).orElse(ServerUrl.DEFAULT);
    }

    /** A client for {@link #server()} that nobody is logged in with. */
    EzworksClient anonymous() {
        return client(server(), anonymousAuthorities());
    }

    /** The certificates that {@link #anonymous()} trusts; null: those the JDK trusts. */
    @Nullable
    Path anonymousAuthorities() {
        Path given = authorities();
        if (given != null) {
            return given;
        }
        ServerUrl server = server();
        return neighbour()
                .filter(profile -> profile.server().equals(server))
                .map(Profile::authorities)
                .orElse(null);
    }

    /** A login to take the server from: the named one if it exists, else the newest, whatever its role. */
    private Optional<Profile> neighbour() {
        Profiles profiles = profiles(environment).load();
        Optional<Profile> named = profiles.newest(new ProfileFilter(options.profile, options.server, null));
        return named.isPresent() ? named : profiles.newest(new ProfileFilter(null, options.server, null));
    }

    private @Nullable Path authorities() {
        Path given = options.authorities;
        return given == null ? null : environment.workingFolder().resolve(given).toAbsolutePath();
    }

    /** A client with the token of the environment, else of the newest login that the options match. */
    Connection connect() {
        Optional<EzworksClient> client = ofEnvironment();
        return client.isEmpty()
                ? connect(profile())
                : connect(client.get(), client.get().session());
    }

    /**
     * The same; whom the token of the environment belongs to is asked again if the network or the server fails.
     *
     * @throws IOException if it is interrupted
     */
    Connection connect(Retries retries) throws IOException {
        Optional<EzworksClient> client = ofEnvironment();
        return client.isEmpty()
                ? connect(profile())
                : connect(client.get(), retries.run(client.get()::session, bytes -> {}));
    }

    private Optional<EzworksClient> ofEnvironment() {
        return environment.variable("EZWORKS_TOKEN").map(this::client);
    }

    /**
     * A token of the environment goes to the server that is named beside it, or is the default one: never to one that
     * merely happens to be the newest login's.
     */
    private EzworksClient client(String token) {
        if (!LoginAnswer.isToken(token)) {
            throw new CliException(ExitCode.LOGIN_NEEDED, "EZWORKS_TOKEN does not hold a token", "run: ezworks login");
        }
        return client(target(), authorities()).withToken(token);
    }

    private Connection connect(EzworksClient client, SessionInfo session) {
        return new Connection(client, target(), session.role(), session.username());
    }

    /** A client without a token, for the server that {@link #connect()} would speak to. */
    EzworksClient probe() {
        Path given = authorities();
        return client(
                target(),
                given != null
                        ? given
                        : profileOfAuthorities().map(Profile::authorities).orElse(null));
    }

    /** The server that {@link #connect()} would speak to, whether or not anybody is logged in. */
    ServerUrl target() {
        ServerUrl given = options.server;
        return given != null ? given : profileOfServer().map(Profile::server).orElse(ServerUrl.DEFAULT);
    }

    /** The profile that {@link #target()} is of if no option names it; empty: it is the default one. */
    Optional<Profile> profileOfServer() {
        if (hasEnvironmentToken()) {
            return options.profile == null ? Optional.empty() : Optional.of(profile());
        }
        Optional<Profile> login = newestProfile();
        return login.isPresent() ? login : neighbour();
    }

    /** The profile whose certificates {@link #probe()} trusts if no option names any; empty: those the JDK trusts. */
    Optional<Profile> profileOfAuthorities() {
        return hasEnvironmentToken() ? Optional.empty() : profileOfServer();
    }

    /** The login that {@link #connect()} would use; empty if that is none, or a token of the environment. */
    Optional<Profile> login() {
        return hasEnvironmentToken() ? Optional.empty() : newestProfile();
    }

    private boolean hasEnvironmentToken() {
        return environment.variable("EZWORKS_TOKEN").isPresent();
    }

    private Connection connect(Profile profile) {
        return new Connection(client(profile), profile.server(), profile.role(), profile.username());
    }

    /** A client with a profile's token, for the server that gave it. */
    EzworksClient client(Profile profile) {
        Path given = authorities();
        return client(profile.server(), given == null ? profile.authorities() : given)
                .withToken(profile.token());
    }

    /** The login that is meant. */
    Profile profile() {
        return newestProfile()
                .orElseThrow(() -> new CliException(
                        ExitCode.LOGIN_NEEDED, "not logged in" + which(), "run: ezworks login" + loginArguments()));
    }

    private Optional<Profile> newestProfile() {
        return profiles(environment).load().newest(new ProfileFilter(options.profile, options.server, options.role()));
    }

    private String which() {
        StringBuilder which = new StringBuilder();
        if (options.role() != null) {
            which.append(" as ").append(options.role().id());
        }
        if (options.server != null) {
            which.append(" to ").append(options.server);
        }
        if (options.profile != null) {
            which.append(" with a profile ").append(options.profile);
        }
        return which.toString();
    }

    private String loginArguments() {
        StringBuilder arguments = new StringBuilder();
        if (options.role() != null) {
            arguments.append(" --role ").append(options.role().id());
        }
        if (options.server != null) {
            arguments.append(" --server ").append(options.server);
        }
        return arguments.toString();
    }

    private EzworksClient client(ServerUrl server, @Nullable Path authorities) {
        if (!server.encrypted() && !server.loopback()) {
            environment.console().warn("the connection to " + server + " is not encrypted");
        }
        return EzworksClient.of(
                server,
                new ConnectionSettings(
                        options.connectTimeout,
                        idleTimeout,
                        authorities,
                        new EnvironmentProxySelector(environment.variables())));
    }
}
