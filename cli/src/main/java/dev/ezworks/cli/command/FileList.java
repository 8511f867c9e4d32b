package dev.ezworks.cli.command;

import dev.ezworks.cli.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;

/** A list of paths, from a file or, as {@code -}, from standard input. In UTF-8. */
final class FileList {
    private static final String STANDARD_INPUT = "-";

    private final Environment environment;

    FileList(Environment environment) {
        this.environment = environment;
    }

    /** A path a line. An empty line says nothing, nor does one that starts with {@code #}. */
    List<String> lines(String list) throws IOException {
        return read(list)
                .lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    /** Each path ended by a NUL character, as {@code find -print0} writes them: whatever a path can be. */
    List<String> nulSeparated(String list) throws IOException {
        return Arrays.stream(read(list).split("\0", -1))
                .filter(path -> !path.isEmpty())
                .toList();
    }

    private String read(String list) throws IOException {
        try (InputStream in =
                list.equals(STANDARD_INPUT) ? environment.input() : Files.newInputStream(environment.path(list))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
