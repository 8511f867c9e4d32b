package dev.ezworks.server.content;

/** The store takes no more changes before the server is started again: trying again mends nothing. */
public final class RestartNeededException extends StoreUnavailableException {
    public RestartNeededException(String message, Throwable cause) {
        super(message, cause);
    }
}
