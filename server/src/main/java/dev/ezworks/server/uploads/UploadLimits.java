package dev.ezworks.server.uploads;

import java.time.Duration;

/**
 * What an upload may take.
 *
 * @param maxFileSize in bytes
 * @param lease how long the bytes of an upload are kept after the last of them came, if it is never finished
 * @param expiry the same of a resumable upload
 */
public record UploadLimits(long maxFileSize, Duration lease, Duration expiry) {
    /** How many unfinished resumable uploads an account may have. */
    static final long UNFINISHED = 1_000;

    /** How many bytes a piece with a checksum may have: so many are sent again if it does not match. */
    static final long VERIFIED_PIECE = 64L << 20;

    /** @throws IllegalArgumentException if a time is too short; the message says so */
    public UploadLimits {
        if (lease.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("the lease of an upload is a second at least, not " + lease);
        }
        if (expiry.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("a resumable upload expires after a second at least, not " + expiry);
        }
    }
}
