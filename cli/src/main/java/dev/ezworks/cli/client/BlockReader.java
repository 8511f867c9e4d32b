package dev.ezworks.cli.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Gives bytes block by block; may block. */
@FunctionalInterface
interface BlockReader {
    /** How large the blocks are, in bytes: large enough that the HTTP client's work per block does not count. */
    int BLOCK_BYTES = 128 * 1024;

    /** The next block, in a buffer that is not used again; null after the last one. */
    @Nullable
    ByteBuffer next() throws IOException;

    /** Gives bytes that are in memory. */
    static BlockReader of(ByteBuffer bytes) {
        ByteBuffer left = bytes.duplicate();
        return () -> {
            if (!left.hasRemaining()) {
                return null;
            }
            ByteBuffer block = left.slice(left.position(), Math.min(BLOCK_BYTES, left.remaining()));
            left.position(left.position() + block.remaining());
            return block;
        };
    }
}
