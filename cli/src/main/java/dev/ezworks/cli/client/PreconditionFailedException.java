package dev.ezworks.cli.client;

/** A name is not in the state that its upload asked for; nothing was published, or is no longer there. */
public final class PreconditionFailedException extends ClientException {
    PreconditionFailedException() {
        super("something else is published under this name", null);
    }
}
