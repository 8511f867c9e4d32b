package dev.ezworks.cli.client;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Some of an upload's bytes, on their way in one request.
 *
 * @param offset where they begin
 * @param length how many they are, or {@link BlockPublisher#UNKNOWN_LENGTH}
 * @param readers see {@link BlockPublisher}
 * @param whole what they are the last of; empty: they are not
 */
record Piece(long offset, long length, Supplier<BlockReader> readers, Optional<Whole> whole) {}
