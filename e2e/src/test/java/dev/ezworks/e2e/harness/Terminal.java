package dev.ezworks.e2e.harness;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command-line client as somebody uses it: a home of its own, a working folder, a server. Not a real terminal. */
public final class Terminal implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path home = Scratch.folder("home");
    private final Path folder = Scratch.folder("work");
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> jvmOptions = new ArrayList<>(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));

    public Terminal(URI server) {
        jvmOptions.add("-Duser.home=" + home);
        environment.put("HOME", home.toString());
        environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
        environment.put("EZWORKS_URL", server.toString());
        // As the launcher does where there is none: without it Java cannot name a file in other scripts.
        environment.put("LC_ALL", "C.UTF-8");
    }

    /** The working folder. */
    public Path folder() {
        return folder;
    }

    public Path home() {
        return home;
    }

    public Terminal with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Lets commands run with an option of the Java machine more. */
    public Terminal withJvmOption(String option) {
        jvmOptions.add(option);
        return this;
    }

    /** Signs somebody up under this username. */
    public void signUp(Role role, Username username) {
        with("EZWORKS_PASSWORD", Api.PASSWORD);
        must("signup", "--role", role.id(), "-u", username.value());
    }

    /** Logs in, as somebody whose password is {@link Api#PASSWORD}. */
    public void logIn(Role role, Username username) {
        with("EZWORKS_PASSWORD", Api.PASSWORD);
        must("login", "--role", role.id(), "-u", username.value());
    }

    /** Runs a command that must succeed. */
    public Finished must(String... arguments) {
        Finished finished = run(arguments);
        if (finished.exitCode() != 0) {
            throw new AssertionError("ezworks " + String.join(" ", arguments) + ": " + finished);
        }
        return finished;
    }

    /** Runs {@code ezworks} with these arguments and nothing on standard input. */
    public Finished run(String... arguments) {
        return run(new byte[0], arguments);
    }

    /** Runs {@code ezworks} with these arguments. */
    public Finished run(byte[] input, String... arguments) {
        try (RunningCommand command = launch(arguments).feed(input)) {
            return command.await(PATIENCE);
        }
    }

    /** Starts {@code ezworks} with these arguments and nothing on standard input, and does not wait for its end. */
    public RunningCommand start(String... arguments) {
        return launch(arguments).feed(new byte[0]);
    }

    private RunningCommand launch(String... arguments) {
        Launch launch = new Launch(Packages.cli(), List.copyOf(jvmOptions), List.of(arguments), environment, folder);
        return new RunningCommand(String.join(" ", arguments), launch.start());
    }

    @Override
    public void close() {
        Scratch.remove(home);
        Scratch.remove(folder);
    }
}
