package dev.ezworks.cli.client;

/** A file is larger than the room there is for it here. */
public final class NoRoomException extends ClientException {
    NoRoomException(String message) {
        super(message, null);
    }
}
