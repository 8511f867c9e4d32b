package dev.ezworks.server.uploads;

/** A piece does not begin where the upload ends, or another piece is arriving there just now. Nothing was changed. */
public final class UploadOffsetException extends RuntimeException {
    private UploadOffsetException(String message) {
        super(message);
    }

    static UploadOffsetException at(long actual) {
        return new UploadOffsetException("the upload is at offset " + actual);
    }

    static UploadOffsetException before(long known) {
        return new UploadOffsetException("the upload has " + known + " bytes already");
    }

    static UploadOffsetException beyond(long length) {
        return new UploadOffsetException("the upload has no more than " + length + " bytes");
    }

    static UploadOffsetException moving() {
        return new UploadOffsetException("another request is sending to this upload");
    }
}
