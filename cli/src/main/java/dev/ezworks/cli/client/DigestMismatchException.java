package dev.ezworks.cli.client;

/** The bytes that arrived are not those that were sent. */
public final class DigestMismatchException extends ClientException {
    DigestMismatchException(String message) {
        super(message, null);
    }
}
