package dev.ezworks.server.multipart;

/** Something in a form, other than a file, is larger than its limit. The message says what. */
public final class FormTooLargeException extends RuntimeException {
    FormTooLargeException(String what) {
        super(what);
    }
}
