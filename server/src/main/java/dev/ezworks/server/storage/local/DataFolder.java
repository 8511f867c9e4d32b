package dev.ezworks.server.storage.local;

import dev.ezworks.server.content.ContentId;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where things lie. All on one file system, so that content moves from {@code incoming} to {@code content} by a rename.
 */
final class DataFolder {
    private final Path root;

    private DataFolder(Path root) {
        this.root = root;
    }

    /**
     * The folder, created if need be, with what belongs in it. What is created can be entered by nobody else.
     *
     * @throws LocalStoreException if that is impossible
     */
    static DataFolder prepare(Path root) {
        DataFolder folder = new DataFolder(root.toAbsolutePath().normalize());
        try {
            folder.createFolders();
            folder.createDatabase();
        } catch (FileAlreadyExistsException e) {
            throw new LocalStoreException(
                    "the data folder cannot be set up because " + e.getFile()
                            + " is a file; move it away or set EZWORKS_DATA to another folder",
                    e);
        } catch (AccessDeniedException e) {
            throw new LocalStoreException(
                    "the data folder " + folder + " is not writable: no access to " + e.getFile()
                            + "; give it to the user who runs ezworks or set EZWORKS_DATA to another folder",
                    e);
        } catch (IOException e) {
            throw new LocalStoreException(
                    "the data folder " + folder + " cannot be set up (" + e
                            + "); mend it or set EZWORKS_DATA to another folder",
                    e);
        }
        return folder;
    }

    private void createFolders() throws IOException {
        Files.createDirectories(root, access("rwx------"));
        Files.createDirectories(incoming(), access("rwx------"));
        Files.createDirectories(nativeLibraries(), access("rwx------"));
        Files.createDirectories(content(), access("rwx------"));
    }

    private void createDatabase() throws IOException {
        if (Files.notExists(database())) {
            // The write-ahead log gets the same permissions.
            Files.createFile(database(), access("rw-------"));
        }
    }

    private static FileAttribute<?>[] access(String permissions) {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }

    Path root() {
        return root;
    }

    /** Metadata. */
    Path database() {
        return databaseIn(root);
    }

    static Path databaseIn(Path root) {
        return root.resolve("ezworks.db");
    }

    /** Locked while a server runs. */
    Path lock() {
        return root.resolve("ezworks.lock");
    }

    /** Exists while no server runs, unless the last one was killed. */
    Path stoppedMark() {
        return root.resolve("stopped");
    }

    /** Where SQLite's driver unpacks its native library, if it has to: {@code /tmp} may forbid executing what lies there. */
    Path nativeLibraries() {
        return root.resolve("tmp");
    }

    /** Removes the libraries that killed servers could not remove. To be called before one is loaded. */
    void clearNativeLibraries() throws IOException {
        try (DirectoryStream<Path> libraries = Files.newDirectoryStream(nativeLibraries())) {
            for (Path library : libraries) {
                Files.deleteIfExists(library);
            }
        }
    }

    /** Unfinished content. */
    Path incoming() {
        return root.resolve("incoming");
    }

    /** The file of unfinished content. */
    Path unfinished(ContentId id) {
        return incoming().resolve(id.value());
    }

    /** Sealed content, on up to 256 shelves: folders with the first two digits of the ids as names. */
    Path content() {
        return root.resolve("content");
    }

    /** The folder of a sealed content's file; it may not exist. */
    Path shelf(ContentId id) {
        return content().resolve(id.value().substring(0, 2));
    }

    /** The file of sealed content. */
    Path sealed(ContentId id) {
        return shelf(id).resolve(id.value());
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
