package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.nio.file.Path;

/** The digest of a file on this machine. */
public final class FileDigest {
    private FileDigest() {}

    /**
     * Reads a file of any size for its digest.
     *
     * @throws FileChangedException if it changes meanwhile
     */
    public static Sha256 of(Path file) throws IOException {
        try (FileSource source = FileSource.open(file)) {
            return source.digest();
        }
    }
}
