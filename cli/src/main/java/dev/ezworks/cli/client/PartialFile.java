package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A download under way: a hidden file beside the target, which gets the target's name when its bytes are whole,
 * checked and on disk. Until then the target is what it was. Closed before that, also by an interrupt, it is removed.
 */
public final class PartialFile implements WritableByteChannel {
    private static final int HASHED_NAME_LENGTH = 16;

    private final Path target;
    private final Path partial;
    private final FileChannel channel;
    private final EarlyForce force;
    private final Thread removal = new Thread(this::remove, "remove-partial");
    private boolean published;

    private PartialFile(Path target, Path partial, FileChannel channel) {
        this.target = target;
        this.partial = partial;
        this.channel = channel;
        this.force = new EarlyForce(channel::force);
    }

    /**
     * Starts a download to a target whose folder exists.
     *
     * @throws FileAlreadyExistsException if another process is downloading to the same target
     */
    public static PartialFile create(Path target) throws IOException {
        Path partial = target.resolveSibling(partialName(target));
        FileChannel channel = FileChannel.open(
                partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        if (channel.tryLock() == null) {
            channel.close();
            throw new FileAlreadyExistsException(partial.toString());
        }
        channel.truncate(0);
        PartialFile file = new PartialFile(target, partial, channel);
        Runtime.getRuntime().addShutdownHook(file.removal);
        return file;
    }

    /** Short whatever the target's name: names of 255 bytes exist. */
    static String partialName(Path target) {
        byte[] name = String.valueOf(target.getFileName()).getBytes(StandardCharsets.UTF_8);
        return ".ezworks-" + Sha256.of(name).hex().substring(0, HASHED_NAME_LENGTH) + ".partial";
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int count = channel.write(bytes);
        force.written(count);
        return count;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
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
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.move(partial, target);
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

    @Override
    public void close() throws IOException {
        if (!published) {
            remove();
        }
        channel.close();
        try {
            Runtime.getRuntime().removeShutdownHook(removal);
        } catch (IllegalStateException e) {
            // The process is ending: the hook runs anyway, and finds nothing to remove.
        }
    }

    private void remove() {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            // It stays behind, hidden, and the next download to the same target starts it anew.
        }
    }
}
