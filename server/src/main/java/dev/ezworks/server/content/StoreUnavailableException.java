package dev.ezworks.server.content;

/**
 * The store does not answer or failed in a way that trying again may mend, unless it is a
 * {@link RestartNeededException}.
 */
public class StoreUnavailableException extends RuntimeException {
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
