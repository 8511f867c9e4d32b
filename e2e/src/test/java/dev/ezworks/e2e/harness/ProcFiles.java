package dev.ezworks.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Linux's lists of a process's open files and connections. */
final class ProcFiles {
    // Columns of /proc/net/tcp.
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int SOCKET = 9;
    private static final String LISTENS = "0A";

    private ProcFiles() {}

    /** How many TCP connections to this port of its own a process has open. */
    static int connections(long pid, int port) {
        List<String> open = of(pid);
        return (int) Stream.of("tcp", "tcp6")
                .flatMap(table -> lines(Path.of("/proc", Long.toString(pid), "net", table)).stream())
                .map(line -> line.trim().split("\\s+"))
                .filter(row -> row[LOCAL_ADDRESS].endsWith(String.format(":%04X", port)))
                .filter(row -> !row[STATE].equals(LISTENS))
                .filter(row -> open.contains("socket:[" + row[SOCKET] + "]"))
                .count();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> of(long pid) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return descriptors.flatMap(one -> target(one).stream()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> target(Path descriptor) {
        try {
            return Optional.of(Files.readSymbolicLink(descriptor).toString());
        } catch (NoSuchFileException e) {
            // Closed while we looked.
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
