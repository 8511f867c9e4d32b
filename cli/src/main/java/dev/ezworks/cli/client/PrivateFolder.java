package dev.ezworks.cli.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A folder of small files that only their owner can see, each replaced in one step. */
final class PrivateFolder {
    private static final String TEMPORARY = ".new";
    private static final int MAX_BYTES = 64 * 1024;

    private final Path folder;

    PrivateFolder(Path folder) {
        this.folder = folder;
    }

    /** Makes the folder, unless it is there. */
    void create() throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, permissions("rwx------"));
        }
    }

    /** Opens a file of the folder. */
    FileChannel open(String name, OpenOption... options) throws IOException {
        Set<OpenOption> all = new HashSet<>(List.of(options));
        all.add(LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(folder.resolve(name), all, permissions("rw-------"));
    }

    private FileAttribute<?>[] permissions(String permissions) {
        boolean posix = Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null;
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** What is in a file; empty if it does not exist, or is too large to be one of these. */
    Optional<byte[]> read(String name) throws IOException {
        try (FileChannel channel = open(name, StandardOpenOption.READ)) {
            if (channel.size() > MAX_BYTES) {
                return Optional.empty();
            }
            ByteBuffer content = ByteBuffer.allocate((int) channel.size());
            while (content.hasRemaining() && channel.read(content) >= 0) {
                // Until it is full, or the file ends.
            }
            return Optional.of(content.array());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Gives a file other content. There is the old or the new at any time, and after a crash too. */
    void replace(String name, byte[] content) throws IOException {
        String next = name + TEMPORARY;
        remove(next);
        try (FileChannel channel = open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(
                folder.resolve(next),
                folder.resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes a file if it is there. */
    void remove(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }

    /** Removes files that nobody has written to since. */
    void removeOlderThan(Instant time, String suffix) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*{" + suffix + "," + TEMPORARY + "}")) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                        .toInstant()
                        .isBefore(time)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (NoSuchFileException e) {
            // Another run removes them too.
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
