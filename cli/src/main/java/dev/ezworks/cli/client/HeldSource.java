package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;

/** Bytes in memory. */
final class HeldSource implements RepeatableSource {
    private final byte[] bytes;
    private final Sha256 digest;

    /** @param bytes must not change again */
    HeldSource(byte[] bytes) {
        this.bytes = bytes;
        this.digest = Sha256.of(bytes);
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public Sha256 digest() {
        return digest;
    }

    @Override
    public BodyPublisher body(TransferListener listener, RateLimit limit) {
        return bytes.length == 0
                ? BodyPublishers.noBody()
                : new BlockPublisher(bytes.length, () -> BlockReader.of(ByteBuffer.wrap(bytes)), listener, limit);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
