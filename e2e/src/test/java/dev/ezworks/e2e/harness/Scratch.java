package dev.ezworks.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that live as long as a test. */
public final class Scratch {
    private Scratch() {}

    /** A new, empty folder. */
    public static Path folder(String purpose) {
        try {
            return Files.createTempDirectory("ezworks-e2e-" + purpose + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a folder with all that is in it. */
    public static void remove(Path folder) {
        tree(folder).stream().sorted(Comparator.reverseOrder()).forEach(Scratch::removeOne);
    }

    /** Every regular file below a folder. */
    public static List<Path> files(Path folder) {
        return tree(folder).stream().filter(Files::isRegularFile).toList();
    }

    /** Size of a file in bytes; 0 if it has just gone. */
    public static long size(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder with all that is in it; nothing if there is none. */
    public static List<Path> tree(Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        while (true) {
            try (Stream<Path> all = Files.walk(folder)) {
                return all.toList();
            } catch (UncheckedIOException e) {
                // A server removed something while we looked: look again.
                if (!(e.getCause() instanceof NoSuchFileException)) {
                    throw e;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void removeOne(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
