package dev.ezworks.cli.client;

import java.io.IOException;

/** What is to be sent could not be read here. */
public final class LocalReadException extends ClientException {
    private final IOException reason;

    LocalReadException(IOException reason) {
        super(String.valueOf(reason.getMessage()), reason);
        this.reason = reason;
    }

    /** What reading it has thrown. */
    public IOException reason() {
        return reason;
    }
}
