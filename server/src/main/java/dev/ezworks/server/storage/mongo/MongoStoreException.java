package dev.ezworks.server.storage.mongo;

/** MongoDB cannot be used as it is set up. The message says what to mend, ready to show, and holds no password. */
public final class MongoStoreException extends RuntimeException {
    MongoStoreException(String message) {
        super(message);
    }

    MongoStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
