package dev.ezworks.server.maintenance;

/** Somebody has claimed the scrub after us, and goes on with it. */
public final class ScrubTakenOverException extends RuntimeException {
    public ScrubTakenOverException() {
        super("another scrub of this store has begun");
    }
}
