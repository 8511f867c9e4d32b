package dev.ezworks.server.storage.mongo;

/**
 * Finds how far stored chunks reach without a gap, after an append that nobody ended. Only chunks of that append, or
 * stamped by a claim after it, count: others are leftovers of writers overtaken long ago.
 */
final class ContiguousPrefix {
    private final long appendEpoch;
    private int next;
    private long size;
    private boolean ended;

    /**
     * @param size bytes that are known to be there
     * @param appendEpoch of the append that was under way
     */
    ContiguousPrefix(long size, long appendEpoch) {
        this.appendEpoch = appendEpoch;
        this.next = Chunk.at(size);
        this.size = size;
    }

    /** Takes the next stored chunk, in order. */
    ContiguousPrefix add(StoredChunk chunk) {
        if (ended || chunk.n() != next || chunk.epoch() < appendEpoch) {
            ended = true;
            return this;
        }
        size = Math.max(size, chunk.end());
        next++;
        ended = chunk.length() < Chunk.SIZE;
        return this;
    }

    /** Whether what follows can't make it longer. */
    boolean ended() {
        return ended;
    }

    /** In bytes. */
    long size() {
        return size;
    }

    /** A chunk as the database tells of it, without its bytes. */
    record StoredChunk(int n, long epoch, int length) {
        /** Offset of the first byte after the chunk. */
        long end() {
            return (long) n * Chunk.SIZE + length;
        }
    }
}
