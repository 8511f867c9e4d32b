package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;

/**
 * What an upload comes to when all of its bytes are there.
 *
 * @param length in bytes
 */
record Whole(long length, Sha256 digest) {}
