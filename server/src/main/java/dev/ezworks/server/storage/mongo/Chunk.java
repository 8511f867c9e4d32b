package dev.ezworks.server.storage.mongo;

import dev.ezworks.server.content.Slab;
import org.bson.BsonBinary;

/**
 * One chunk of GridFS on its way in.
 *
 * @param n its place in the content, from 0
 * @param data its bytes, 1 to {@link #SIZE}; only the last chunk of content is shorter than that
 * @param release to be run when the bytes are no longer needed
 * @param isCopy whether the bytes are a copy, which the memory budget of all transfers does not know of
 */
record Chunk(int n, BsonBinary data, Runnable release, boolean isCopy) {
    /** Length of every chunk but the last, in bytes: a full slab is a chunk without being copied. */
    static final int SIZE = Slab.CAPACITY;

    /** Offset of the first byte after the chunk. */
    long end() {
        return (long) n * SIZE + data.getData().length;
    }

    /** How many chunks content of this length has. */
    static int count(long length) {
        return Math.toIntExact((length + SIZE - 1) / SIZE);
    }

    /** The chunk that holds the byte at this offset. */
    static int at(long offset) {
        return Math.toIntExact(offset / SIZE);
    }
}
