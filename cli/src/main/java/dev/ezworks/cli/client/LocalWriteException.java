package dev.ezworks.cli.client;

import java.io.IOException;

/** The bytes arrived, but could not be written here. */
public final class LocalWriteException extends ClientException {
    LocalWriteException(IOException cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
