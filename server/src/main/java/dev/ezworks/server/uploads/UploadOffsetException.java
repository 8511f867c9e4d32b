package dev.ezworks.server.uploads;

/** A piece does not begin where the upload ends, or another piece is arriving there just now. Nothing was changed. */
public final class UploadOffsetException extends RuntimeException {
    private UploadOffsetException(String message) {
        super(message);
    }

    static UploadOffsetException at(long actual) {
        return new UploadOffsetException("the upload is at offset " + actual);
    }

    static UploadOffsetException moving() {
        return new UploadOffsetException("another request is sending to this upload");
    }
}
