package dev.ezworks.server.files;

/**
 * A version that has just been published.
 *
 * @param created whether the name had no current version before
 */
public record Published(StoredFile file, boolean created) {}
