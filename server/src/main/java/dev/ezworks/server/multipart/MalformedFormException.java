package dev.ezworks.server.multipart;

/** The body is not a form as RFC 2046 and RFC 7578 have it. */
public final class MalformedFormException extends RuntimeException {
    private final String reason;

    public MalformedFormException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** Why, in words for whoever sent it. */
    public String reason() {
        return reason;
    }
}
