package dev.ezworks.cli.client;

/** The server's certificate is not one that the user trusts. */
public final class ServerNotTrustedException extends ClientException {
    ServerNotTrustedException(String message, Throwable cause) {
        super(message, cause);
    }
}
