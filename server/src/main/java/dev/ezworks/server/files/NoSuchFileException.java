package dev.ezworks.server.files;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Username;

/** The operator has no file of this name. */
public final class NoSuchFileException extends RuntimeException {
    public NoSuchFileException(Username owner, FileName name) {
        super("the operator " + owner + " has no file " + name);
    }
}
