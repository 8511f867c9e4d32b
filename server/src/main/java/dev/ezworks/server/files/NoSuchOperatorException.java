package dev.ezworks.server.files;

import dev.ezworks.api.Username;

/** There is no operator of this name. */
public final class NoSuchOperatorException extends RuntimeException {
    public NoSuchOperatorException(Username operator) {
        super("there is no operator " + operator);
    }
}
