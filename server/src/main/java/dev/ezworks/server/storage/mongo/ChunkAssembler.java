package dev.ezworks.server.storage.mongo;

import dev.ezworks.server.content.Slab;
import java.util.Arrays;
import java.util.Optional;
import org.bson.BsonBinary;

/**
 * Makes chunks of slabs. A full slab that begins where a chunk begins is the chunk; anything else is copied into a
 * buffer of the assembler's own and released at once, so that a slab is never held while waiting for the next one:
 * slabs come from memory that all transfers share, and waiting would be a deadlock.
 */
final class ChunkAssembler {
    private int next;
    private byte[] partial;
    private int filled;
    private boolean changed;

    /**
     * @param offset where the first slab goes
     * @param tail what the chunk of that offset holds before it
     */
    ChunkAssembler(long offset, byte[] tail) {
        this.next = Chunk.at(offset);
        this.partial = tail;
        this.filled = tail.length;
    }

    /** Takes a slab. Since a slab is no longer than a chunk, it completes at most one. */
    Optional<Chunk> accept(Slab slab) {
        if (filled == 0 && slab.length() == Chunk.SIZE && slab.array().length == Chunk.SIZE) {
            return Optional.of(new Chunk(next++, new BsonBinary(slab.array()), slab::release, false));
        }
        int taken = copy(slab, 0);
        Optional<Chunk> complete = filled == Chunk.SIZE ? Optional.of(cut()) : Optional.empty();
        copy(slab, taken);
        slab.release();
        return complete;
    }

    /** The short chunk at the end, if there are bytes left that no chunk holds yet. */
    Optional<Chunk> finish() {
        return changed ? Optional.of(cut()) : Optional.empty();
    }

    private int copy(Slab slab, int from) {
        int length = Math.min(slab.length() - from, Chunk.SIZE - filled);
        if (length == 0) {
            return 0;
        }
        if (partial.length < filled + length) {
            // Memory that no budget knows of: no more than twice what it holds.
            partial = Arrays.copyOf(partial, Math.min(Chunk.SIZE, Math.max(filled + length, 2 * partial.length)));
        }
        System.arraycopy(slab.array(), from, partial, filled, length);
        filled += length;
        changed = true;
        return length;
    }

    private Chunk cut() {
        byte[] bytes = filled == partial.length ? partial : Arrays.copyOf(partial, filled);
        partial = new byte[0];
        filled = 0;
        changed = false;
        return new Chunk(next++, new BsonBinary(bytes), () -> {}, true);
    }
}
