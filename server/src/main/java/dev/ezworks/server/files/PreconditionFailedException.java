package dev.ezworks.server.files;

import dev.ezworks.api.FileName;

/** The current version is not what the caller wants it to be. Nothing was changed. */
public final class PreconditionFailedException extends RuntimeException {
    public PreconditionFailedException(FileName name) {
        super("the current version of " + name + " does not meet the precondition");
    }
}
