package dev.ezworks.server.content;

/** The content does not exist, or not in the state that the call wants. */
public final class NoSuchContentException extends RuntimeException {
    public NoSuchContentException(ContentId id) {
        super("there is no such content: " + id);
    }
}
