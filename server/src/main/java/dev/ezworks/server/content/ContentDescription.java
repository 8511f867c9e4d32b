package dev.ezworks.server.content;

import dev.ezworks.api.Sha256;

/**
 * What is said of content when it is sealed. Only length and digest mean something to ezworks; the rest is for those
 * who look into the store with other tools (GridFS keeps it beside the bytes).
 *
 * @param length in bytes
 * @param sha256 digest of all of them
 * @param owner who published it
 * @param fileName the name it was first published under
 * @param contentType its media type
 */
public record ContentDescription(long length, Sha256 sha256, String owner, String fileName, String contentType) {}
