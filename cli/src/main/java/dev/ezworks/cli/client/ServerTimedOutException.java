package dev.ezworks.cli.client;

/** The server did not answer, or no byte moved, for longer than the user wants to wait. */
public final class ServerTimedOutException extends ClientException {
    ServerTimedOutException(String message) {
        super(message, null);
    }

    @Override
    public boolean worthRetrying() {
        return true;
    }
}
