package dev.ezworks.cli.command;

import dev.ezworks.cli.client.PartialNames;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is in a mirror, but no longer in the catalog. Symbolic links and special files are nothing that a mirror has
 * made: they are left alone, and what is behind them is not seen.
 */
final class GoneFiles {
    private final Path root;
    private final Set<Path> kept;
    private final Set<Path> keptPartials = new HashSet<>();

    /**
     * @param root the mirror's real path
     * @param kept the files of the catalog, as paths in the mirror
     */
    GoneFiles(Path root, Set<Path> kept) {
        this.root = root;
        this.kept = kept;
        kept.forEach(file -> keptPartials.add(PartialNames.of(file).claim()));
    }

    /** The files, in no order; of a download only one, though it has two. */
    List<Leftover> find() throws IOException {
        Search search = new Search();
        Files.walkFileTree(root, search);
        return search.found;
    }

    /** Goes through the mirror. One place that can't be seen keeps none of the others from being looked at. */
    private final class Search extends SimpleFileVisitor<Path> {
        private final List<Leftover> found = new ArrayList<>();
        private final Set<Path> partials = new HashSet<>();

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && !isKept(file) && isNew(file)) {
                found.add(new Leftover.Gone(file, shown(file)));
            }
            return FileVisitResult.CONTINUE;
        }

        private boolean isNew(Path file) {
            return !isPartial(file)
                    || partials.add(PartialNames.belongingTo(file).claim());
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException why) {
            return unseen(file, why);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException why) {
            return why == null ? FileVisitResult.CONTINUE : unseen(folder, why);
        }

        private FileVisitResult unseen(Path path, IOException why) {
            if (!(why instanceof NoSuchFileException)) {
                found.add(new Leftover.Unseen(shown(path), why));
            }
            return FileVisitResult.CONTINUE;
        }
    }

    private String shown(Path path) {
        return path.equals(root) ? "." : root.relativize(path).toString();
    }

    private boolean isKept(Path file) {
        // A download that was cut short goes on, as long as there is something to go on with.
        return isPartial(file)
                ? keptPartials.contains(PartialNames.belongingTo(file).claim())
                : kept.contains(file);
    }

    private static boolean isPartial(Path file) {
        return PartialNames.isOne(String.valueOf(file.getFileName()));
    }

    /**
     * Removes a file and the folders that are empty without it.
     *
     * @return false if it is the unfinished download of a process that is at it, and was left alone
     */
    boolean remove(Leftover.Gone gone, LocalTree tree) throws IOException {
        tree.requireInside(gone.path());
        try {
            if (isPartial(gone.path())) {
                if (!PartialNames.belongingTo(gone.path()).remove()) {
                    return false;
                }
            } else {
                Files.deleteIfExists(gone.path());
            }
        } catch (NoSuchFileException e) {
            // Its folder is gone too.
        }
        removeEmptyFolders(gone.path().getParent());
        return true;
    }

    private void removeEmptyFolders(@Nullable Path lowest) throws IOException {
        try {
            for (Path folder = lowest; folder != null && !folder.equals(root); folder = folder.getParent()) {
                Files.deleteIfExists(folder);
            }
        } catch (DirectoryNotEmptyException e) {
            // Then those above it are not empty either.
        }
    }
}
