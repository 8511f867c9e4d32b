package dev.ezworks.server.storage.mongo;

import dev.ezworks.server.content.Slab;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a slab brings to one chunk: all of a slab that does not go across a chunk's end, else a part of it.
 *
 * @param offset in the content, of the first byte
 * @param slab where the bytes are
 * @param from index of the first of them
 * @param length in bytes, at least 1; within one chunk
 * @param release to be run when the bytes are no longer needed
 */
record Piece(long offset, Slab slab, int from, int length, Runnable release) {
    /** The pieces of a slab that begins at this offset: two if it goes across a chunk's end, else one. */
    static List<Piece> of(long offset, Slab slab) {
        int room = Chunk.SIZE - Chunk.within(offset);
        if (slab.length() <= room) {
            return List.of(new Piece(offset, slab, 0, slab.length(), slab::release));
        }
        AtomicInteger parts = new AtomicInteger(2);
        Runnable release = () -> {
            if (parts.decrementAndGet() == 0) {
                slab.release();
            }
        };
        return List.of(
                new Piece(offset, slab, 0, room, release),
                new Piece(offset + room, slab, room, slab.length() - room, release));
    }

    /** Offset of the first byte after the piece. */
    long end() {
        return offset + length;
    }
}
