package dev.ezworks.api;

/** A file name or username that breaks the rule. */
public final class InvalidNameException extends IllegalArgumentException {
    private final String reason;

    public InvalidNameException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** Which part of the rule is broken, ready to show. */
    public String reason() {
        return reason;
    }
}
