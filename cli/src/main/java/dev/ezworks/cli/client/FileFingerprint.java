package dev.ezworks.cli.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * What a file looks like from outside; a change of its bytes shows here, short of malice.
 *
 * @param size in bytes
 * @param modified when it was last written to
 * @param key what tells it from a file that has taken its place; null where the system has no such thing
 */
record FileFingerprint(
        long size, FileTime modified, @Nullable Object key) {
    /** @throws FileChangedException if it is no regular file, or no longer one */
    static FileFingerprint of(Path file, LinkOption... links) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class, links);
        if (!attributes.isRegularFile()) {
            throw new FileChangedException(file + " is not a regular file any more");
        }
        return new FileFingerprint(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
    }
}
