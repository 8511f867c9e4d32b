package dev.ezworks.cli.command;

import dev.ezworks.api.InvalidNameException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Everything below a folder, ordered by the UTF-8 bytes of the paths, whatever order the file system has. Folders as
 * such are not published: an empty one leaves no trace. What can't be read is an item that says so.
 */
final class FolderWalk {
    private final UploadRules rules;
    private final Path folder;
    private final String shownBase;
    private final String nameBase;
    private final List<Found> found = new ArrayList<>();

    /** @param key what it is ordered by */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    private record Found(byte[] key, UploadItem item) {}

    /**
     * @param shownBase in front of a path below the folder, for the user
     * @param nameBase in front of it for the catalog
     */
    FolderWalk(UploadRules rules, Path folder, String shownBase, String nameBase) {
        this.rules = rules;
        // Looks through a symbolic link that is to be followed here and nowhere below.
        this.folder = folder.resolve(".");
        this.shownBase = shownBase;
        this.nameBase = nameBase;
    }

    List<UploadItem> items() {
        Set<FileVisitOption> options =
                rules.follow() ? EnumSet.of(FileVisitOption.FOLLOW_LINKS) : EnumSet.noneOf(FileVisitOption.class);
        try {
            Files.walkFileTree(folder, options, Integer.MAX_VALUE, new Visitor());
        } catch (IOException e) {
            add(folder, unusable(folder, e));
        }
        return found.stream()
                .sorted((a, b) -> Arrays.compareUnsigned(a.key(), b.key()))
                .map(Found::item)
                .toList();
    }

    private void add(Path path, UploadItem item) {
        found.add(new Found(relative(path).getBytes(StandardCharsets.UTF_8), item));
    }

    private String relative(Path path) {
        StringJoiner joined = new StringJoiner("/");
        folder.relativize(path).forEach(part -> joined.add(part.toString()));
        return joined.toString();
    }

    private String shown(Path path) {
        return shownBase + relative(path);
    }

    private UploadItem unusable(Path path, IOException e) {
        return new UploadItem.Unusable(shown(path), FailureTable.failure(e));
    }

    private UploadItem item(Path file, BasicFileAttributes attributes) {
        try {
            requireText(file);
            return rules.item(shown(file), file, false, attributes, nameBase + relative(file));
        } catch (InvalidNameException e) {
            return UploadRules.unusable(shown(file), e);
        } catch (IOException e) {
            return unusable(file, e);
        }
    }

    /** Bytes that are no text in the system's encoding come back from a string as others. */
    private static void requireText(Path file) {
        Path name = file.getFileName();
        if (!Path.of(name.toString()).equals(name)) {
            throw new InvalidNameException("the file name is not text in this system's encoding");
        }
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            add(file, item(file, attributes));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            add(
                    file,
                    e instanceof FileSystemLoopException
                            ? new UploadItem.Skipped(shown(file), "a symbolic link to a folder that it is in")
                            : unusable(file, e));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
            if (e != null) {
                add(directory, unusable(directory, e));
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
