package dev.ezworks.server.storage.local;

/** The store cannot be opened. The message says why and what mends it, ready to show to an administrator. */
public final class LocalStoreException extends RuntimeException {
    LocalStoreException(String message) {
        super(message);
    }

    LocalStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
