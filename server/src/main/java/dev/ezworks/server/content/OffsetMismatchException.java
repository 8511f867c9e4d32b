package dev.ezworks.server.content;

/** A write named another size than the content has. Nothing was changed by it. */
public final class OffsetMismatchException extends RuntimeException {
    private final long actual;

    public OffsetMismatchException(ContentId id, long expected, long actual) {
        super("content " + id + " has " + actual + " bytes, not " + expected);
        this.actual = actual;
    }

    /** The size the content has, in bytes. */
    public long actual() {
        return actual;
    }
}
