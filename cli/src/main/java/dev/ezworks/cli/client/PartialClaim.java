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
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The right to a download that is under way: a locked file, which also says of which version its bytes are. The lock
 * ends with the process, the file does not.
 *
 * <p>POSIX ends a process's locks on a file as soon as the process closes that file once, through whatever handle. So
 * this process does not open a file again that it has claimed, and closes no handle to it before the claim.
 */
final class PartialClaim implements AutoCloseable {
    private static final int MAX_BYTES = 200;

    /** The files that this process has claimed, as the file system tells them apart. Guards itself. */
    private static final Set<Object> CLAIMED = new HashSet<>();

    private final Path path;
    private final FileChannel channel;
    private final String nonce = UUID.randomUUID().toString();
    private @Nullable FileChannel byName;
    private @Nullable Object key;

    private PartialClaim(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** The claim; empty if somebody else has it. */
    static Optional<PartialClaim> take(Path path) throws IOException {
        synchronized (CLAIMED) {
            while (!isClaimedHere(path)) {
                PartialClaim claim = new PartialClaim(
                        path, open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
                try {
                    if (!claim.lock()) {
                        claim.close();
                        return Optional.empty();
                    }
                    if (claim.isTheFileOfThisName()) {
                        return Optional.of(claim);
                    }
                    claim.close();
                } catch (IOException | RuntimeException e) {
                    claim.close();
                    throw e;
                }
            }
            return Optional.empty();
        }
    }

    private static boolean isClaimedHere(Path path) throws IOException {
        try {
            return CLAIMED.contains(key(path));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Null where the file system tells files apart by their names only. */
    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static FileChannel open(Path path, OpenOption... options) throws IOException {
        Set<OpenOption> all = new HashSet<>(List.of(options));
        all.add(LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(path, all);
    }

    private boolean lock() throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // By this process, but not by one of these claims.
            return false;
        }
    }

    /** Whoever had it before may have removed it between our opening and our locking: then we have locked nothing. */
    private boolean isTheFileOfThisName() throws IOException {
        write(version().orElse(null));
        try {
            FileChannel there = open(path, StandardOpenOption.READ);
            byName = there;
            if (!content(there).startsWith(nonce)) {
                return false;
            }
            key = key(path);
        } catch (NoSuchFileException e) {
            return false;
        }
        if (key != null) {
            CLAIMED.add(key);
        }
        return true;
    }

    private static String content(FileChannel file) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(MAX_BYTES);
        file.read(content, 0);
        return new String(content.array(), 0, content.position(), StandardCharsets.ISO_8859_1);
    }

    /** Of which version the bytes are that have arrived; empty if that is not known. */
    Optional<Sha256> version() throws IOException {
        String[] lines = content(channel).split("\n", -1);
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
        synchronized (CLAIMED) {
            // While it is open no other file can get its key.
            if (key != null) {
                CLAIMED.remove(key);
            }
            FileChannel second = byName;
            try {
                channel.close();
            } finally {
                if (second != null) {
                    second.close();
                }
            }
        }
    }
}
