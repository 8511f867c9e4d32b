package dev.ezworks.cli.client;

/** No connection, or it broke before the answer was whole. Trying again may help. */
public final class ServerUnreachableException extends ClientException {
    ServerUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean worthRetrying() {
        return true;
    }
}
