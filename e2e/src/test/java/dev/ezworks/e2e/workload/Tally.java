package dev.ezworks.e2e.workload;

import java.util.concurrent.atomic.LongAdder;

/**
 * How often what happened.
 *
 * @param acknowledged changes that were answered
 * @param unansweredButDone changes that happened, and the answer was lost
 * @param undone changes that were broken off before they happened
 * @param repeated requests that failed and were made again
 */
record Tally(LongAdder acknowledged, LongAdder unansweredButDone, LongAdder undone, LongAdder repeated) {
    Tally() {
        this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
    }

    @Override
    public String toString() {
        return acknowledged + " changes acknowledged, " + unansweredButDone + " done whose answer was lost, " + undone
                + " broken off before they were done, " + repeated + " requests made again";
    }
}
