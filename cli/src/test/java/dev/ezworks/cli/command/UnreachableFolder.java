package dev.ezworks.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;

/**
 * A folder deep below another one that nobody can look into, root neither: its path is longer than any may be. Closing
 * it makes it shorter again, so that it can be removed.
 */
final class UnreachableFolder implements AutoCloseable {
    private final Path end;
    private final Path aside;

    /**
     * @param above is created if need be
     * @param aside where nothing is yet, in the same file system
     */
    UnreachableFolder(Path above, Path aside) throws IOException {
        this.aside = aside;
        Files.createDirectories(aside.resolve(path("y", 5)));
        Path deep = above.resolve(path("x", 18));
        Files.createDirectories(deep);
        end = Files.move(aside, deep.resolve("end"));
    }

    private static String path(String letter, int folders) {
        return String.join("/", Collections.nCopies(folders, letter.repeat(200)));
    }

    /** Whether what lies at its end can be seen after all. */
    boolean canBeSeen() {
        return Files.exists(end.resolve(path("y", 5)));
    }

    @Override
    public void close() throws IOException {
        Files.move(end, aside);
    }
}
