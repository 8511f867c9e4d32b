package dev.ezworks.e2e.harness;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command-line client as somebody uses it: a home of its own, a working folder, a server. Not a real terminal. */
public final class Terminal implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final Path home = Scratch.folder("home");
    private final Path folder = Scratch.folder("work");
    private final Map<String, String> environment = new HashMap<>();

    public Terminal(URI server) {
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
        List<String> jvmOptions = List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Duser.home=" + home);
        Process process = new Launch(Packages.cli(), jvmOptions, List.of(arguments), environment, folder).start();
        Lines out = new Lines(process.getInputStream(), line -> {});
        Lines err = new Lines(process.getErrorStream(), line -> {});
        feed(process, input);
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(
                        "ezworks does not end: " + String.join(" ", arguments) + out.soFar() + err.soFar());
            }
            return new Finished(process.exitValue(), out.all(), err.all());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void feed(Process process, byte[] input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input);
        } catch (IOException e) {
            // A command that reads no input may have ended already.
            if (input.length > 0) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        Scratch.remove(home);
        Scratch.remove(folder);
    }
}
