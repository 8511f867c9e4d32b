package dev.ezworks.cli;

import dev.ezworks.cli.output.Console;
import dev.ezworks.cli.output.Prompt;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * What a run finds around it. Commands reach the outside world through this only, so that a test, or {@code demo},
 * can run them in a world of its own.
 *
 * @param variables the environment variables
 * @param workingFolder what relative paths start from
 * @param input standard input
 * @param console standard output and standard error
 * @param prompt the person at the terminal, if there is one
 * @param clock the time
 */
public record Environment(
        Map<String, String> variables,
        Path workingFolder,
        InputStream input,
        Console console,
        Prompt prompt,
        Clock clock) {
    public Environment {
        variables = Map.copyOf(variables);
    }

    /** A variable's value; one that is set to nothing counts as not set. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }

    /** A path as the user gave it, seen from the working folder. */
    public Path path(String given) {
        return workingFolder.resolve(given);
    }

    /** A path for a message: short if it is below the working folder. */
    public String display(Path path) {
        return (path.startsWith(workingFolder) ? workingFolder.relativize(path) : path).toString();
    }
}
