package dev.ezworks.server.content;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A piece of content on its way in: a heap array of at most {@link #CAPACITY} bytes, charged to the memory that all
 * transfers share. Whoever receives a slab releases it exactly when its bytes are no longer needed; a second release
 * does nothing.
 */
public final class Slab {
    /** The most bytes a slab holds, in bytes; also the chunk size of the MongoDB store. */
    public static final int CAPACITY = 1024 * 1024;

    private final byte[] array;
    private final int length;
    private final Runnable onRelease;
    private final AtomicBoolean released = new AtomicBoolean();

    /**
     * @param array holds the bytes from index 0; not to be touched by the caller until {@code onRelease} runs
     * @param length how many of them count, 1 to {@link #CAPACITY}
     * @param onRelease runs once, at the first {@link #release()}
     */
    public Slab(byte[] array, int length, Runnable onRelease) {
        if (length < 1 || length > array.length || length > CAPACITY) {
            throw new IllegalArgumentException("a slab holds 1 to " + CAPACITY + " bytes, not " + length);
        }
        this.array = array;
        this.length = length;
        this.onRelease = onRelease;
    }

    /** The array itself; only the first {@link #length()} bytes count, and only until {@link #release()}. */
    public byte[] array() {
        return array;
    }

    /** In bytes, 1 to {@link #CAPACITY}. */
    public int length() {
        return length;
    }

    /** Gives the memory back. */
    public void release() {
        if (released.compareAndSet(false, true)) {
            onRelease.run();
        }
    }
}
