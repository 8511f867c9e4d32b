package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** Bytes that are about to be uploaded. */
public sealed interface UploadSource extends Closeable permits RepeatableSource, StreamSource {
    /** How many bytes; empty if that is known only when they end. */
    OptionalLong length();

    /** The digest, if it can be known before the bytes are sent. Reads all of them for it if need be. */
    Optional<Sha256> announcedDigest() throws IOException;
}
