package dev.ezworks.server.storage.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps a second server out of a data folder, for as long as this process lives or until it is closed. */
final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws LocalStoreException if somebody holds it
     */
    static FolderLock take(DataFolder folder) {
        try {
            FileChannel channel = FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new LocalStoreException("the data folder " + folder
                        + " is in use by another ezworks server; stop it or set EZWORKS_DATA to another folder");
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw new LocalStoreException(
                    "the data folder " + folder + " cannot be locked (" + e
                            + "); make it writable or set EZWORKS_DATA to another folder",
                    e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very process.
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
