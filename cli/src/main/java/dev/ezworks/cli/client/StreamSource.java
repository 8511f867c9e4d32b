package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A stream that is too long to be held, such as standard input. It is read once, while it is sent; only then are its
 * length and digest known. Its last block stays back until they are.
 */
public final class StreamSource implements UploadSource {
    /** A stream that is shorter is read whole first. */
    static final int MAX_HELD_BYTES = 8 * 1024 * 1024;

    private final InputStream stream;
    private final BlockReader head;
    private final BackgroundDigest digest = new BackgroundDigest();
    private ByteBuffer held;
    private long length;
    private volatile boolean ended;

    private StreamSource(InputStream stream, byte[] head) throws IOException {
        this.stream = stream;
        this.head = BlockReader.of(ByteBuffer.wrap(head));
        this.held = read();
    }

    /** Reads the start of the stream, or all of it if that is short. The stream is left open. */
    public static UploadSource open(InputStream stream) throws IOException {
        byte[] head = stream.readNBytes(MAX_HELD_BYTES);
        return head.length < MAX_HELD_BYTES ? new HeldSource(head) : new StreamSource(stream, head);
    }

    @Override
    public OptionalLong length() {
        return OptionalLong.empty();
    }

    @Override
    public Optional<Sha256> announcedDigest() {
        return Optional.empty();
    }

    /** Reads the stream to its end and gives all blocks but the last one. */
    BlockReader allButLast() {
        return () -> {
            ByteBuffer block = held;
            ByteBuffer following = read();
            if (!following.hasRemaining()) {
                ended = true;
                return null;
            }
            held = following;
            return block;
        };
    }

    private ByteBuffer read() throws IOException {
        ByteBuffer block = head.next();
        if (block == null) {
            block = ByteBuffer.wrap(stream.readNBytes(BlockReader.BLOCK_BYTES));
        }
        length += block.remaining();
        digest.update(block);
        return block;
    }

    /** Whether {@link #allButLast} has come to its end. What follows is not to be asked before. */
    boolean ended() {
        return ended;
    }

    /** What has stayed back, at least one byte. */
    ByteBuffer last() {
        return held.duplicate();
    }

    /** Where that begins. */
    long lastOffset() {
        return length - held.remaining();
    }

    /** What all of it comes to. To be asked once. */
    Whole whole() throws IOException {
        return new Whole(length, digest.value());
    }

    @Override
    public void close() {
        digest.close();
    }
}
