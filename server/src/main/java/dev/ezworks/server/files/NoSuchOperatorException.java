package dev.ezworks.server.files;

/** There is no operator of this name. */
public final class NoSuchOperatorException extends RuntimeException {
    public NoSuchOperatorException(String operator) {
        super("there is no operator " + operator);
    }
}
