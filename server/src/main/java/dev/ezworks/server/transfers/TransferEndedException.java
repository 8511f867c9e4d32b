package dev.ezworks.server.transfers;

/** The server has ended a running transfer: it is shutting down, or the right to transfer was withdrawn. */
public final class TransferEndedException extends RuntimeException {
    public TransferEndedException() {
        super("the server has ended this transfer");
    }
}
