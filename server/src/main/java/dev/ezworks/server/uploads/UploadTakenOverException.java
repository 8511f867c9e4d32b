package dev.ezworks.server.uploads;

/** A newer request has taken the upload over. */
public final class UploadTakenOverException extends RuntimeException {
    public UploadTakenOverException() {
        super("a newer request has taken this upload over");
    }
}
