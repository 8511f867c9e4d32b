package dev.ezworks.e2e.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Java process to start, with an environment that holds none of our settings but those given.
 *
 * @param jvmOptions such as {@code -Xmx256m}
 */
record Launch(Path jar, List<String> jvmOptions, List<String> arguments, Map<String, String> environment, Path folder) {
    private static final List<String> OURS = List.of("EZWORKS_", "MONGO_", "JWT_", "SERVER_", "SPRING_", "JAVA_TOOL_");

    Process start() {
        // A script's background jobs ignore Ctrl-C, and so would whatever they start.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT", Packages.java()));
        command.add(ClassArchives.optionFor(jar));
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(new File(folder.toString()));
        builder.environment().keySet().removeIf(key -> OURS.stream().anyMatch(key::startsWith));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
