package dev.ezworks.cli.client;

/** Hears of a transfer while it goes on. Called from any thread. */
@FunctionalInterface
public interface TransferListener {
    /** How many bytes there will be, if that becomes known with the answer. */
    default void expect(long bytes) {}

    /** So many more bytes have moved. */
    void moved(long bytes);
}
