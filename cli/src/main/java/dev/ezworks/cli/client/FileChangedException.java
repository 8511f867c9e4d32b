package dev.ezworks.cli.client;

/** A local file changed while it was being read; nothing of it was published. */
public final class FileChangedException extends ClientException {
    FileChangedException(String message) {
        super(message, null);
    }
}
