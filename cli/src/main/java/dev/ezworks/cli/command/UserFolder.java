package dev.ezworks.cli.command;

import dev.ezworks.cli.Environment;
import java.nio.file.Path;

/** Where this user's files are, by the XDG base directory specification. */
enum UserFolder {
    /** What the user would not want to lose. */
    CONFIG("EZWORKS_CONFIG_DIR", "XDG_CONFIG_HOME", ".config"),
    /** What a run leaves for the next. */
    STATE("EZWORKS_STATE_DIR", "XDG_STATE_HOME", ".local/state"),
    /** What can be made again. */
    CACHE("EZWORKS_CACHE_DIR", "XDG_CACHE_HOME", ".cache");

    private final String variable;
    private final String baseVariable;
    private final String defaultBase;

    UserFolder(String variable, String baseVariable, String defaultBase) {
        this.variable = variable;
        this.baseVariable = baseVariable;
        this.defaultBase = defaultBase;
    }

    Path of(Environment environment) {
        return environment
                .variable(variable)
                .map(environment::path)
                .orElseGet(() -> base(environment).resolve("ezworks"));
    }

    /** The specification ignores a relative path. */
    private Path base(Environment environment) {
        return environment
                .variable(baseVariable)
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> home(environment).resolve(defaultBase));
    }

    /** The user's home folder. */
    static Path home(Environment environment) {
        return Path.of(environment.variable("HOME").orElseGet(() -> System.getProperty("user.home")));
    }
}
