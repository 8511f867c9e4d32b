package dev.ezworks.e2e.workload;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How often what happened.
 *
 * @param acknowledged changes that were answered, by their kind
 * @param unansweredButDone changes that happened, and the answer was lost
 * @param undone changes that were broken off before they happened
 * @param repeated requests that failed and were made again
 */
record Tally(Map<String, LongAdder> acknowledged, LongAdder unansweredButDone, LongAdder undone, LongAdder repeated) {
    Tally() {
        this(ofEachKind(), new LongAdder(), new LongAdder(), new LongAdder());
    }

    private static Map<String, LongAdder> ofEachKind() {
        return Stream.of(Change.class.getPermittedSubclasses())
                .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, kind -> new LongAdder()));
    }

    void acknowledge(Change change) {
        Objects.requireNonNull(acknowledged.get(change.getClass().getSimpleName()))
                .increment();
    }

    long acknowledgedInAll() {
        long sum = 0;
        for (LongAdder ofAKind : acknowledged.values()) {
            sum += ofAKind.sum();
        }
        return sum;
    }

    @Override
    public String toString() {
        return new TreeMap<>(acknowledged) + " acknowledged, " + unansweredButDone + " done whose answer was lost, "
                + undone + " broken off before they were done, " + repeated + " requests made again";
    }
}
