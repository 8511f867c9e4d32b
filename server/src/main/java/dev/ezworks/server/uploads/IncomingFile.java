package dev.ezworks.server.uploads;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import dev.ezworks.server.content.Slab;
import dev.ezworks.server.files.Precondition;
import java.util.Optional;
import reactor.core.publisher.Flux;

/**
 * A file on its way in.
 *
 * @param contentType media type as given, or {@code application/octet-stream}
 * @param digest what the bytes must come to; empty: the sender did not say
 * @param precondition what must hold of the name's current version
 * @param bytes to be subscribed to once; every slab is to be released
 */
record IncomingFile(
        FileName name, String contentType, Optional<Sha256> digest, Precondition precondition, Flux<Slab> bytes) {}
