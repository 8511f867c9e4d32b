package dev.ezworks.server.uploads;

import java.time.Duration;

/**
 * What an upload may take.
 *
 * @param maxFileSize in bytes
 * @param lease how long the bytes of an upload are kept after the last of them came, if it is never finished
 */
public record UploadLimits(long maxFileSize, Duration lease) {
    /** @throws IllegalArgumentException if the lease is too short; the message says so */
    public UploadLimits {
        if (lease.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("the lease of an upload is a second at least, not " + lease);
        }
    }
}
