package dev.ezworks.cli.client;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what moves in one request, and passes it on. To be read from any thread. */
final class MovedBytes implements TransferListener {
    private final TransferListener next;
    private final AtomicLong count = new AtomicLong();

    MovedBytes(TransferListener next) {
        this.next = next;
    }

    @Override
    public void moved(long bytes) {
        count.addAndGet(bytes);
        next.moved(bytes);
    }

    /** How many have moved so far. */
    long count() {
        return count.get();
    }
}
