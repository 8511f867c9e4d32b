package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.util.Optional;
import java.util.OptionalLong;

/** Bytes that are about to be uploaded. */
public interface UploadSource extends Closeable {
    /** How many bytes; empty if that is known only when they end. */
    OptionalLong length();

    /**
     * The digest, if it can be known before the bytes are sent: then the server publishes nothing else. Reads all of
     * them for it if need be.
     */
    Optional<Sha256> announcedDigest() throws IOException;

    /**
     * The bytes as a request body.
     *
     * @param listener hears of each block as it is handed over
     * @param limit how fast they may go
     */
    BodyPublisher body(TransferListener listener, RateLimit limit);

    /** The digest of what was sent by one request, once all of it was. */
    Sha256 sentDigest();

    /** Whether the bytes can be sent a second time. */
    default boolean repeatable() {
        return true;
    }
}
