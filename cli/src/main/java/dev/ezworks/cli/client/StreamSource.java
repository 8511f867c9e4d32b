package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A stream, such as standard input. A short one is read whole first and its digest announced, as a file's is. A
 * longer one is sent while it is read, and its digest can only be compared with the server's afterwards.
 */
public final class StreamSource implements UploadSource {
    /** A stream that is shorter is read whole first. */
    static final int MAX_HELD_BYTES = 8 * 1024 * 1024;

    private final InputStream stream;
    private final byte[] head;
    private final boolean whole;
    private final BackgroundDigest digest = new BackgroundDigest();
    private @Nullable Sha256 sent;

    private StreamSource(InputStream stream, byte[] head, boolean whole) {
        this.stream = stream;
        this.head = head;
        this.whole = whole;
    }

    /** Reads the start of the stream. */
    public static StreamSource open(InputStream stream) throws IOException {
        byte[] head = stream.readNBytes(MAX_HELD_BYTES);
        StreamSource source = new StreamSource(stream, head, head.length < MAX_HELD_BYTES);
        source.digest.update(ByteBuffer.wrap(head));
        if (source.whole) {
            source.finish();
        }
        return source;
    }

    private synchronized void finish() throws IOException {
        sent = digest.value();
    }

    @Override
    public OptionalLong length() {
        return whole ? OptionalLong.of(head.length) : OptionalLong.empty();
    }

    @Override
    public Optional<Sha256> announcedDigest() {
        return whole ? Optional.of(sentDigest()) : Optional.empty();
    }

    @Override
    public BodyPublisher body(TransferListener listener, RateLimit limit) {
        if (whole && head.length == 0) {
            return BodyPublishers.noBody();
        }
        return new BlockPublisher(whole ? head.length : BlockPublisher.UNKNOWN_LENGTH, Reader::new, listener, limit);
    }

    @Override
    public boolean repeatable() {
        return whole;
    }

    @Override
    public synchronized Sha256 sentDigest() {
        if (sent == null) {
            throw new IllegalStateException("the stream has not ended");
        }
        return sent;
    }

    /** The stream is left open: it belongs to whoever gave it. */
    @Override
    public void close() {
        digest.close();
    }

    /** The head, in blocks, then the rest of the stream. */
    private final class Reader implements BlockReader {
        private int position;

        @Override
        public @Nullable ByteBuffer next() throws IOException {
            if (position < head.length) {
                int count = Math.min(BLOCK_BYTES, head.length - position);
                ByteBuffer block = ByteBuffer.wrap(head, position, count).slice();
                position += count;
                return block;
            }
            return whole ? null : rest();
        }

        private @Nullable ByteBuffer rest() throws IOException {
            byte[] block = stream.readNBytes(BLOCK_BYTES);
            if (block.length == 0) {
                finish();
                return null;
            }
            ByteBuffer bytes = ByteBuffer.wrap(block);
            digest.update(bytes);
            return bytes;
        }
    }
}
