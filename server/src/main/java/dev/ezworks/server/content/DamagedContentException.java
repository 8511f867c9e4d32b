package dev.ezworks.server.content;

/** Stored content is not what was sealed: bytes are missing or too many. */
public final class DamagedContentException extends RuntimeException {
    public DamagedContentException(ContentId id, String what) {
        super("content " + id + " is damaged: " + what);
    }
}
