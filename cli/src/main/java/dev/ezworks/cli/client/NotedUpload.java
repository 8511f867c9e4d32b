package dev.ezworks.cli.client;

import java.time.Instant;

/**
 * An upload that was begun, and what the file looked like then.
 *
 * @param path where the server has it
 * @param size of the file in bytes
 * @param modified when the file was last written to
 * @param onlyNew whether the server was told to publish it only if the name is free then
 */
record NotedUpload(UploadPath path, long size, Instant modified, boolean onlyNew) {
    static NotedUpload of(UploadPath path, FileSource source, boolean onlyNew) {
        FileFingerprint fingerprint = source.fingerprint();
        return new NotedUpload(path, fingerprint.size(), fingerprint.modified().toInstant(), onlyNew);
    }

    /**
     * Whether it is what would be begun now. If the bytes are others though the file looks as it did, its digest tells.
     */
    boolean isOf(FileSource source, boolean wantedOnlyNew) {
        return equals(of(path, source, wantedOnlyNew));
    }
}
