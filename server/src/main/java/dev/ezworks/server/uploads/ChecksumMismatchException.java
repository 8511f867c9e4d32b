package dev.ezworks.server.uploads;

/** The bytes of a piece are not those that the sender gave the checksum of. They were dropped. */
public final class ChecksumMismatchException extends RuntimeException {
    public ChecksumMismatchException() {
        super("the bytes that came do not have the checksum that was sent");
    }
}
