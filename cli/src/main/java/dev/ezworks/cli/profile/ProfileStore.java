package dev.ezworks.cli.profile;

import dev.ezworks.cli.CliException;
import dev.ezworks.cli.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The file that keeps the logins: readable by its owner only, replaced in one step, changed by one process at a
 * time. A file that others can read is refused: its tokens may no longer be secret.
 */
public final class ProfileStore {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER = PosixFilePermissions.fromString("rwx------");

    private final Path folder;
    private final Path file;

    public ProfileStore(Path folder) {
        this.folder = folder;
        this.file = folder.resolve("profiles.json");
    }

    /** The file, whether or not it is there. */
    public Path file() {
        return file;
    }

    /** The logins; none if there is no file yet. */
    public Profiles load() {
        try {
            requirePrivate();
            return ProfileFormat.read(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return ProfileFormat.empty();
        } catch (IOException e) {
            throw failed("cannot read", e);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.ERROR, file + " is damaged", "remove it and log in again");
        }
    }

    private void requirePrivate() throws IOException {
        if (!isPosix(file)) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(permissions)) {
            throw new CliException(
                    ExitCode.ERROR,
                    "others can read the tokens in " + file,
                    "run: chmod 600 '" + file.toString().replace("'", "'\\''") + "'");
        }
    }

    /** Changes the logins. When this returns, the new ones are in the file; before, the old ones are. */
    public void update(UnaryOperator<Profiles> change) {
        try {
            createFolder();
            try (FileChannel lock = openPrivate(folder.resolve("lock"))) {
                // Held until the channel is closed.
                lock.lock();
                replace(ProfileFormat.write(change.apply(load())));
            }
        } catch (IOException e) {
            throw failed("cannot write", e);
        }
    }

    private void createFolder() throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.createDirectories(folder, isPosix(folder) ? permissions(OWNER_ONLY_FOLDER) : new FileAttribute<?>[0]);
    }

    private void replace(byte[] content) throws IOException {
        Path next = folder.resolve("profiles.json.new");
        Files.deleteIfExists(next);
        try (FileChannel channel = openPrivate(next)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static FileChannel openPrivate(Path path) throws IOException {
        return FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                isPosix(path) ? permissions(OWNER_ONLY) : new FileAttribute<?>[0]);
    }

    private static FileAttribute<?>[] permissions(Set<PosixFilePermission> permissions) {
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }

    private static boolean isPosix(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
    }

    private CliException failed(String what, IOException e) {
        String why = e instanceof FileSystemException ? e.getClass().getSimpleName() : String.valueOf(e.getMessage());
        return new CliException(
                ExitCode.ERROR, what + " " + file + " (" + why + ")", "EZWORKS_CONFIG_DIR names another folder");
    }
}
