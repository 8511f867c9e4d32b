package dev.ezworks.server.content;

/** A write came with a claim that somebody else has overtaken. Nothing was changed by it. */
public final class StaleClaimException extends RuntimeException {
    public StaleClaimException(ContentId id) {
        super("content " + id + " has been claimed by somebody else");
    }
}
