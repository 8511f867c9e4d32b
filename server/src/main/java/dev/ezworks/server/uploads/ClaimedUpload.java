package dev.ezworks.server.uploads;

import dev.ezworks.server.content.ContentId;

/**
 * An upload that the caller has taken over.
 *
 * @param epoch of the claim on its content
 * @param size bytes that are there, durably
 */
record ClaimedUpload(Upload upload, long epoch, long size) {
    UploadId id() {
        return upload.id();
    }

    ContentId content() {
        return upload.content();
    }

    /** Whether all has arrived. */
    boolean isWhole() {
        return upload.endsAt(size);
    }

    UploadStatus status() {
        return new UploadStatus(upload, size);
    }
}
