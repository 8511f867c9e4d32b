package dev.ezworks.cli.command;

import dev.ezworks.cli.CliException;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The script that this program was started by: it alone knows how a server is started well. */
final class Launcher {
    private final Path script;

    private Launcher(Path script) {
        this.script = script;
    }

    static Launcher of(Environment environment) {
        return new Launcher(environment
                .variable("EZWORKS_LAUNCHER")
                .map(Path::of)
                .orElseThrow(() -> new CliException(
                        ExitCode.ERROR,
                        "the server is started by the ezworks script, not by the jar alone",
                        "run: ./ezworks serve")));
    }

    /** The command that serves; what is null is left to the server's settings. */
    List<String> serve(@Nullable String host, @Nullable Integer port, @Nullable Path data) {
        List<String> command = new ArrayList<>(List.of(script.toString(), "serve"));
        add(command, "--host", host);
        add(command, "--port", port);
        add(command, "--data", data);
        return command;
    }

    /** The command that checks the store once, see the server's {@code ScrubReport} for what it prints. */
    List<String> scrub() {
        return List.of(script.toString(), "scrub-store");
    }

    private static void add(List<String> command, String option, @Nullable Object value) {
        if (value != null) {
            command.add(option);
            command.add(value.toString());
        }
    }
}
