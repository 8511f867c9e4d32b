package dev.ezworks.server.uploads;

/** A piece goes beyond the length of its upload, which is kept as it is. */
public final class UploadLengthException extends RuntimeException {
    private UploadLengthException(String message) {
        super(message);
    }

    static UploadLengthException beyond(long length) {
        return new UploadLengthException("the upload has " + length + " bytes, and these go beyond");
    }
}
