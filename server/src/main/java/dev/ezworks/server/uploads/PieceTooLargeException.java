package dev.ezworks.server.uploads;

/** A piece that is to be verified by a checksum is larger than the server keeps at stake. */
public final class PieceTooLargeException extends RuntimeException {
    public PieceTooLargeException(long limit) {
        super("a piece with a checksum has at most " + limit + " bytes");
    }
}
