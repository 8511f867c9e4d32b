package dev.ezworks.server.storage.local;

import dev.ezworks.server.content.StorageFullException;
import java.io.IOException;
import java.nio.file.FileStore;

/** The disk's free space, of which uploads leave a reserve to the database and to whoever else needs some. */
final class Room {
    // Less than a slab: whatever has just failed to be written did so for want of room.
    private static final long USED_UP = 1L << 20;

    private final FileStore disk;
    private final long reserve;

    Room(FileStore disk, Reserve reserve) throws IOException {
        this.disk = disk;
        this.reserve = reserve.of(disk.getTotalSpace());
    }

    /**
     * Does nothing if content may take this many bytes more.
     *
     * @throws StorageFullException if that would leave less than the reserve
     */
    void require(long bytes) throws IOException {
        long free = disk.getUsableSpace();
        if (free - bytes < reserve) {
            throw new StorageFullException(
                    "the data folder's disk has " + free + " bytes free, of which " + reserve + " are kept in reserve");
        }
    }

    /** Whether a write that failed has most likely done so because the disk is full. */
    boolean isUsedUp() {
        try {
            return disk.getUsableSpace() < USED_UP;
        } catch (IOException e) {
            // Then the disk has other troubles.
            return false;
        }
    }
}
