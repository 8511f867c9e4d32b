package dev.ezworks.server.uploads;

/** There is no such upload: it never was one, is another account's, has expired or was removed. */
public final class NoSuchUploadException extends RuntimeException {
    public NoSuchUploadException() {
        super("there is no such upload, or it has expired");
    }
}
