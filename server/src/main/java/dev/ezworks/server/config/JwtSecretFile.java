package dev.ezworks.server.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The secret that signs tokens where nobody has set one: generated once and kept in the data folder, readable by the
 * server's user only.
 */
final class JwtSecretFile {
    static final String NAME = "jwt-secret";

    /** As long as the longest hash, HS512's. */
    private static final int SECRET_BYTES = 64;

    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    private JwtSecretFile() {}

    /**
     * The secret kept in this folder; makes one if there is none, which is on disk, whole, when this returns. The folder
     * must exist and belong to this server alone: two that make a secret at once would not have the same.
     *
     * @throws IllegalStateException if the file is empty or others may read it; the message says how to mend it
     * @throws UncheckedIOException if the file cannot be read or written
     */
    static String readOrCreate(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            if (!Files.exists(file)) {
                create(folder, file);
            }
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or write " + file, e);
        }
    }

    private static String read(Path file) throws IOException {
        refuseIfOthersMayRead(file);
        String secret = Files.readString(file, StandardCharsets.UTF_8).strip();
        if (secret.isEmpty()) {
            throw new IllegalStateException(
                    file + " is empty; delete it and a new secret is made, which ends all sessions");
        }
        return secret;
    }

    private static void refuseIfOthersMayRead(Path file) throws IOException {
        // Windows has no such permissions; its folders are private to their user by inheritance.
        @Nullable PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null
                && !Collections.disjoint(OF_OTHERS, view.readAttributes().permissions())) {
            throw new IllegalStateException("others than its owner may use " + file
                    + ", and whoever reads it can forge tokens; run 'chmod 600 " + file
                    + "', or delete it if it may have been read, which ends all sessions");
        }
    }

    private static void create(Path folder, Path file) throws IOException {
        // Written aside and renamed, so that a crash never leaves half a secret; createTempFile gives it mode 0600.
        Path partial = Files.createTempFile(folder, NAME, ".partial");
        try {
            write(partial, newSecret());
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
        sync(folder);
    }

    private static String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void write(Path file, String secret) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.US_ASCII.encode(secret);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void sync(Path folder) throws IOException {
        if (Files.getFileAttributeView(folder, PosixFileAttributeView.class) == null) {
            return; // Windows opens no folder.
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
