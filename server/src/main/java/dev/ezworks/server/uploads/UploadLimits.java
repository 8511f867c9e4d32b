package dev.ezworks.server.uploads;

import java.time.Duration;

/**
 * What an upload may take.
 *
 * @param maxFileSize in bytes
 * @param lease how long the bytes of an upload are kept after the last of them came, if it is never finished
 */
public record UploadLimits(long maxFileSize, Duration lease) {}
