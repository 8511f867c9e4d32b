package dev.ezworks.server.account;

/** More passwords wait to be hashed than the server takes on. Trying again in a moment helps. */
public final class BusyException extends RuntimeException {
    BusyException(Throwable cause) {
        super("too many people are signing up or logging in right now; try again in a moment", cause);
    }
}
