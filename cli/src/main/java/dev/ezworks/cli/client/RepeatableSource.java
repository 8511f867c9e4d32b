package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.util.Optional;
import java.util.OptionalLong;

/** Bytes that can be read before they are sent, and sent more than once. */
public sealed interface RepeatableSource extends UploadSource permits FileSource, HeldSource {
    /** In bytes. */
    long size();

    /** The digest: the server publishes nothing else. Reads all bytes for it if need be. */
    Sha256 digest() throws IOException;

    /**
     * The bytes as a request body.
     *
     * @param listener hears of each block as it is handed over
     * @param limit how fast they may go
     */
    BodyPublisher body(TransferListener listener, RateLimit limit);

    @Override
    default OptionalLong length() {
        return OptionalLong.of(size());
    }

    @Override
    default Optional<Sha256> announcedDigest() throws IOException {
        return Optional.of(digest());
    }
}
