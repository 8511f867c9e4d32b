package dev.ezworks.cli.client;

import java.time.Duration;

/** Hears of a transfer while it goes on. Called from any thread. */
@FunctionalInterface
public interface TransferListener {
    /** How many bytes there will be, if that becomes known with the answer. */
    default void expect(long bytes) {}

    /** So many more bytes have moved. */
    void moved(long bytes);

    /** So many more bytes are at the other end already and need not move. */
    default void alreadyThere(long bytes) {}

    /** What has moved so far was in vain: the bytes will move again from the first. */
    default void startOver() {}

    /** From now on another run can continue where this one stops, or begins: after so many bytes. */
    default void resumable(long offset) {}

    /** What is done instead of moving bytes, in a few words, until bytes move. */
    default void doing(String what) {}

    /** It did not work and is tried again after this pause. */
    default void waiting(Duration pause, ClientException reason) {}
}
