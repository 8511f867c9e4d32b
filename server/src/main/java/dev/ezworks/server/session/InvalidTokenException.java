package dev.ezworks.server.session;

/** A token that is forged, damaged, expired or logged out. The message never quotes it, nor what a parser said. */
public final class InvalidTokenException extends RuntimeException {
    public InvalidTokenException(String reason) {
        super(reason);
    }

    InvalidTokenException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
