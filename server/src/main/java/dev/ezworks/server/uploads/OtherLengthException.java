package dev.ezworks.server.uploads;

/** The length of an upload is told in a way that contradicts what is known of it. */
public final class OtherLengthException extends RuntimeException {
    OtherLengthException(String message) {
        super(message);
    }
}
