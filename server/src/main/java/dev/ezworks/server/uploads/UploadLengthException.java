package dev.ezworks.server.uploads;

/** A piece goes beyond the length of its upload, or tells another length. Nothing beyond was stored. */
public final class UploadLengthException extends RuntimeException {
    UploadLengthException(String message) {
        super(message);
    }
}
