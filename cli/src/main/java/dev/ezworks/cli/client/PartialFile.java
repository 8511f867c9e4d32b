package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A download under way: a hidden file beside the target, which gets the target's name when its bytes are whole,
 * checked and on disk. Until then the target is what it was. Closed before that, or cut short by a crash, it stays
 * there to be continued, unless it is so short that this gains nothing.
 *
 * <p>A second hidden file keeps which version the bytes are of, and keeps other processes out.
 */
public final class PartialFile implements DownloadTarget {
    private static final int WORTH_KEEPING_BYTES = 256 * 1024;

    private final Path target;
    private final PartialNames names;
    private final PartialClaim claim;
    private final FileChannel channel;
    private final EarlyForce force;
    private long length;
    private @Nullable Sha256 version;
    private boolean published;

    private PartialFile(Path target, PartialNames names, PartialClaim claim, FileChannel channel) {
        this.target = target;
        this.names = names;
        this.claim = claim;
        this.channel = channel;
        this.force = new EarlyForce(channel::force);
    }

    /**
     * Opens the download to a target whose folder exists: the one that was cut short, if there is one, else a new one.
     *
     * @throws FileSystemException if another process is downloading to the same target
     */
    public static PartialFile open(Path target) throws IOException {
        PartialNames names = PartialNames.of(target);
        PartialClaim claim = PartialClaim.take(names.claim())
                .orElseThrow(
                        () -> new FileSystemException(target.toString(), null, "another process is downloading it"));
        try {
            FileChannel channel = FileChannel.open(
                    names.bytes(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
            PartialFile file = new PartialFile(target, names, claim, channel);
            file.takeUp();
            return file;
        } catch (IOException | RuntimeException e) {
            if (claim.version().isEmpty()) {
                claim.remove();
            }
            claim.close();
            throw e;
        }
    }

    /** Without its last byte, which is asked for again: there is no range after the end of a whole file. */
    private void takeUp() throws IOException {
        version = claim.version().orElse(null);
        length = version == null ? 0 : Math.max(0, channel.size() - 1);
        channel.truncate(length);
    }

    @Override
    public Optional<Sha256> version() {
        return length == 0 ? Optional.empty() : Optional.ofNullable(version);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int read(ByteBuffer buffer, long position) throws IOException {
        return channel.read(buffer, position);
    }

    @Override
    public void begin(RemoteFile file) throws IOException {
        boolean worthKeeping = file.size() >= WORTH_KEEPING_BYTES;
        if (worthKeeping) {
            requireRoom(file.size());
        }
        channel.truncate(0);
        length = 0;
        version = file.sha256();
        if (worthKeeping) {
            claim.record(file.sha256());
        } else {
            claim.forget();
        }
    }

    /** Better told before the disk is full than after. Some file systems do not know, and say 0. */
    private void requireRoom(long bytes) throws IOException {
        long room = Files.getFileStore(names.bytes()).getUsableSpace() + channel.size();
        if (room > 0 && bytes > room) {
            throw new NoRoomException("the file has " + bytes + " bytes, and there is room for " + room);
        }
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int count = channel.write(bytes, length);
            length += count;
            force.written(count);
        }
    }

    /**
     * Gives the file its name. When this returns, bytes and name are on disk.
     *
     * @param replace whether a file of that name may be replaced
     * @throws FileAlreadyExistsException if there is one and it may not
     */
    public void publish(boolean replace) throws IOException {
        force.finish();
        if (replace) {
            Files.move(names.bytes(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.move(names.bytes(), target);
        }
        published = true;
        forceFolder(target.toAbsolutePath().getParent());
    }

    /** Makes the new name durable, where folders can be opened. */
    private static void forceFolder(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows can't open a folder; some network file systems can't sync one. The file itself is on disk.
        }
    }

    /** Drops what is there: it can't be continued. */
    public void discard() throws IOException {
        channel.truncate(0);
        length = 0;
        version = null;
        claim.forget();
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
            if (published) {
                claim.remove();
            } else if (length < WORTH_KEEPING_BYTES) {
                Files.deleteIfExists(names.bytes());
                claim.remove();
            }
        } finally {
            claim.close();
        }
    }
}
