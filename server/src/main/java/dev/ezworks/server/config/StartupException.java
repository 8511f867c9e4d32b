package dev.ezworks.server.config;

/** The server cannot start as things are. The message is one line that says what is wrong and how to mend it. */
final class StartupException extends RuntimeException {
    StartupException(String message) {
        super(message);
    }

    StartupException(String message, Throwable cause) {
        super(message, cause);
    }
}
