package dev.ezworks.server.uploads;

import dev.ezworks.server.files.NewVersion;

/**
 * Sealed content, ready to be published.
 *
 * @param epoch of the claim on the content
 */
record SealedFile(NewVersion version, long epoch) {}
