package dev.ezworks.server.content;

/** Stored content is not what was sealed: bytes are missing, too many or cannot be read. */
public final class DamagedContentException extends RuntimeException {
    private final String what;

    public DamagedContentException(ContentId id, String what) {
        super("content " + id + " is damaged: " + what);
        this.what = what;
    }

    /** What is wrong with it. */
    public String what() {
        return what;
    }
}
