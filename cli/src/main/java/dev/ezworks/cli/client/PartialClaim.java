package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The right to a download that is under way: a locked file, which also says of which version its bytes are. The lock
 * ends with the process, the file does not.
 */
final class PartialClaim implements AutoCloseable {
    private static final int MAX_BYTES = 200;

    private final Path path;
    private final FileChannel channel;
    private final String nonce = UUID.randomUUID().toString();

    private PartialClaim(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** The claim; empty if somebody else has it. */
    static Optional<PartialClaim> take(Path path) throws IOException {
        while (true) {
            FileChannel channel = FileChannel.open(
                    path,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
            PartialClaim claim = new PartialClaim(path, channel);
            try {
                if (!claim.lock()) {
                    channel.close();
                    return Optional.empty();
                }
                if (claim.isTheFileOfThisName()) {
                    return Optional.of(claim);
                }
                channel.close();
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        }
    }

    private boolean lock() throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // Another thread of this process has it.
            return false;
        }
    }

    /** Whoever had it before may have removed it between our opening and our locking: then we have locked nothing. */
    private boolean isTheFileOfThisName() throws IOException {
        write(version().orElse(null));
        try {
            return Files.readString(path, StandardCharsets.ISO_8859_1).startsWith(nonce);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Of which version the bytes are that have arrived; empty if that is not known. */
    Optional<Sha256> version() throws IOException {
        ByteBuffer content = ByteBuffer.allocate(MAX_BYTES);
        channel.read(content, 0);
        String[] lines =
                new String(content.array(), 0, content.position(), StandardCharsets.ISO_8859_1).split("\n", -1);
        try {
            // The last line is whole only if its end is there too.
            return lines.length == 3 ? Optional.of(Sha256.ofHex(lines[1])) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** From now on the bytes are of this version. */
    void record(Sha256 version) throws IOException {
        write(version);
    }

    /** From now on it is not known of which version the bytes are. */
    void forget() throws IOException {
        write(null);
    }

    private void write(@Nullable Sha256 version) throws IOException {
        String content = nonce + "\n" + (version == null ? "" : version.hex() + "\n");
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.ISO_8859_1)), 0);
    }

    /** Leaves nothing behind. */
    void remove() throws IOException {
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
