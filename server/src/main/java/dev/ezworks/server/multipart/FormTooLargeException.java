package dev.ezworks.server.multipart;

/** Something in a form, other than a file, is larger than its limit. */
public final class FormTooLargeException extends RuntimeException {
    private final String reason;

    FormTooLargeException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** What is, in words for whoever sent it. */
    public String reason() {
        return reason;
    }
}
