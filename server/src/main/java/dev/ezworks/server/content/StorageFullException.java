package dev.ezworks.server.content;

/** The store has no room for more bytes. What was acknowledged before is untouched. */
public final class StorageFullException extends RuntimeException {
    public StorageFullException(String message) {
        super(message);
    }

    public StorageFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
