package dev.ezworks.cli.command;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.client.ServerUrl;
import dev.ezworks.cli.output.Prompt;
import dev.ezworks.cli.output.Screen;
import dev.ezworks.cli.profile.Profile;
import dev.ezworks.cli.profile.ProfileStore;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Runs commands as the program does, in a folder and an environment of its own. */
final class CliRun {
    /** How a command ended and what it said. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Result(int exitCode, String out, String err, byte[] bytes) {}

    static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");

    private final Path folder;
    private final Map<String, String> variables = new HashMap<>();
    private final Deque<String> typed = new ArrayDeque<>();
    private InputStream input = InputStream.nullInputStream();
    private boolean watched;
    private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    CliRun(Path folder) {
        this.folder = folder;
        // Whoever wants to be patient says so.
        variables.put("EZWORKS_MAX_RETRIES", "0");
        variables.put("EZWORKS_CONFIG_DIR", folder.resolve("config").toString());
        variables.put("EZWORKS_STATE_DIR", folder.resolve("state").toString());
        variables.put("EZWORKS_CACHE_DIR", folder.resolve("cache").toString());
    }

    CliRun with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /** Nobody has set the variable. */
    CliRun without(String variable) {
        variables.remove(variable);
        return this;
    }

    CliRun clock(Clock other) {
        clock = other;
        return this;
    }

    /** What the next run finds on its standard input. */
    CliRun input(InputStream stream) {
        input = stream;
        return this;
    }

    CliRun input(byte[] bytes) {
        return input(new ByteArrayInputStream(bytes));
    }

    CliRun input(String text) {
        return input(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Somebody sits at the terminal and types these lines. */
    CliRun typing(String... lines) {
        watched = true;
        typed.addAll(List.of(lines));
        return this;
    }

    /** A login that is kept, as if it had been made at this time. */
    CliRun loggedIn(String server, Role role, String user, Instant at) {
        ServerUrl url = ServerUrl.parse(server);
        Username username = new Username(user);
        profiles()
                .update(profiles -> profiles.with(new Profile(
                        Profile.defaultName(url, role, username),
                        url,
                        role,
                        username,
                        "token-of-" + user,
                        at.plusSeconds(86_400),
                        at,
                        null)));
        return this;
    }

    CliRun loggedIn(StubServer server, Role role, String user) {
        return loggedIn(server.url(), role, user, NOW);
    }

    ProfileStore profiles() {
        return new ProfileStore(folder.resolve("config"));
    }

    /** The command line with all commands. */
    CommandLine commandLine() {
        return EzworksCommandLine.create(environment());
    }

    /** What the commands find, with nobody who reads what they say. */
    Environment environment() {
        return environment(Screen.piped());
    }

    private Environment environment(Screen screen) {
        return new Environment(variables, folder, input, screen.console(), new TypedPrompt(), clock);
    }

    Result run(String... arguments) {
        Screen screen = Screen.piped();
        Environment environment = environment(screen);
        int exitCode = EzworksCommandLine.run(environment, arguments);
        return new Result(exitCode, screen.out(), screen.err(), screen.bytes());
    }

    private final class TypedPrompt implements Prompt {
        @Override
        public boolean available() {
            return watched;
        }

        @Override
        public String line(String question) {
            return typed.removeFirst();
        }

        @Override
        public String secret(String question) {
            return typed.removeFirst();
        }
    }
}
