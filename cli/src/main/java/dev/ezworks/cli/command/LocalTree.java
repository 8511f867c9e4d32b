package dev.ezworks.cli.command;

import dev.ezworks.cli.CliException;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** A folder that files are put into, and the only place where they are put: no symbolic link in it leads elsewhere. */
final class LocalTree {
    private final Path root;
    private final Environment environment;

    /** @param root may be, or lie behind, a symbolic link: the user has named it */
    LocalTree(Path root, Environment environment) {
        this.root = root;
        this.environment = environment;
    }

    /**
     * Makes sure that no folder between the root and a file leads elsewhere.
     *
     * @throws CliException if there is a symbolic link, or something else that is no folder
     */
    void requireInside(Path file) {
        for (Path folder : foldersDownTo(file)) {
            if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                String what = Files.isSymbolicLink(folder) ? "a symbolic link" : "not a folder";
                throw new CliException(
                        ExitCode.ERROR, environment.display(folder) + " is " + what, "move it out of the way");
            }
        }
    }

    /** Makes the folders that a file needs. */
    void createFoldersFor(Path file) throws IOException {
        requireInside(file);
        Files.createDirectories(root);
        for (Path folder : foldersDownTo(file)) {
            if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                // Another download may have made it since.
                Files.createDirectories(folder);
            }
        }
    }

    /** Those below the root. */
    private Iterable<Path> foldersDownTo(Path file) {
        Deque<Path> folders = new ArrayDeque<>();
        for (Path folder = file.getParent();
                folder != null && !folder.equals(root) && folder.startsWith(root);
                folder = folder.getParent()) {
            folders.push(folder);
        }
        return folders;
    }
}
