package dev.ezworks.server.storage.local;

/**
 * How much of the disk uploads leave free: the smaller of so many bytes and such a part of the whole disk.
 *
 * @param bytes 0 or more
 * @param part of the disk's size, 0 to 1
 */
public record Reserve(long bytes, double part) {
    /** 1 GiB or 5 %. */
    public static final Reserve DEFAULT = new Reserve(1L << 30, 0.05);

    /** @throws IllegalArgumentException if a value is out of its range */
    public Reserve {
        if (bytes < 0 || !(part >= 0 && part <= 1)) {
            throw new IllegalArgumentException("a reserve is at least 0 bytes and at most the whole disk");
        }
    }

    /** In bytes, of a disk of this size. */
    long of(long size) {
        return Math.min(bytes, (long) (size * part));
    }
}
