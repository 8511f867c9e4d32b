package dev.ezworks.server.uploads;

import dev.ezworks.api.Sha256;
import dev.ezworks.server.content.Slab;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.publisher.Flux;

/**
 * Bytes for an upload.
 *
 * @param offset where they belong, in bytes
 * @param announced how many there are, if that is said
 * @param length of the whole upload, if that is said now
 * @param expected what the whole must come to; empty: the sender did not say
 * @param checksum what these bytes must come to; empty: the sender did not say
 * @param bytes gives them, and runs what it is given whenever some have come; to be subscribed to once, every slab is
 *     to be released
 */
record Piece(
        long offset,
        Optional<Long> announced,
        Optional<Long> length,
        Optional<Sha256> expected,
        Optional<Checksum> checksum,
        Function<Runnable, Flux<Slab>> bytes) {}
