package dev.ezworks.server.uploads;

/** The file is larger than the server takes. */
public final class FileTooLargeException extends RuntimeException {
    public FileTooLargeException(long limit) {
        super("this server takes files of at most " + limit + " bytes");
    }
}
