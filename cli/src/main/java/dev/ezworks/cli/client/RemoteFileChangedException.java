package dev.ezworks.cli.client;

/** A file got a new version on the server while the old one was being fetched, and could not be begun anew. */
public final class RemoteFileChangedException extends ClientException {
    RemoteFileChangedException(String message) {
        super(message, null);
    }
}
