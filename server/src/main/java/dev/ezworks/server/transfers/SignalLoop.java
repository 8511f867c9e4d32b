package dev.ezworks.server.transfers;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets signals of many threads be handled by one at a time, without a lock: who signals first runs the rounds, also those
 * for signals that arrive meanwhile, from whatever thread, and from within a round. So what the rounds work on needs no
 * protection.
 */
public final class SignalLoop {
    private final Runnable round;
    // Signals that no round has answered yet.
    private final AtomicInteger signals = new AtomicInteger();

    /** @param round does all there is to do at present; fails with nothing */
    public SignalLoop(Runnable round) {
        this.round = round;
    }

    /** There may be something to do: a round begins after this call did. */
    public void signal() {
        if (signals.getAndIncrement() != 0) {
            return;
        }
        int answered = 1;
        do {
            round.run();
            answered = signals.addAndGet(-answered);
        } while (answered != 0);
    }
}
