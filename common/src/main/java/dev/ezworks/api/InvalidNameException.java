package dev.ezworks.api;

/** A file name or username that breaks the rule. The message says which part of the rule, ready to show. */
public final class InvalidNameException extends IllegalArgumentException {
    public InvalidNameException(String reason) {
        super(reason);
    }
}
