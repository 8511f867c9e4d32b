package dev.ezworks.cli.client;

import java.time.Instant;

/**
 * An upload that was begun, and what the file looked like then.
 *
 * @param path where the server has it
 * @param size of the file in bytes
 * @param modified when the file was last written to
 */
record NotedUpload(UploadPath path, long size, Instant modified) {
    static NotedUpload of(UploadPath path, FileSource source) {
        FileFingerprint fingerprint = source.fingerprint();
        return new NotedUpload(path, fingerprint.size(), fingerprint.modified().toInstant());
    }

    /** Whether the file still looks as it did. If its bytes are others all the same, its digest tells. */
    boolean isOf(FileSource source) {
        return equals(of(path, source));
    }
}
