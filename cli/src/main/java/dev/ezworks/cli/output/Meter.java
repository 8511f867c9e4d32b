package dev.ezworks.cli.output;

import java.util.ArrayDeque;
import java.util.Deque;

/** Measures how fast bytes have moved lately: over the last few seconds, or since the start if that is less. */
final class Meter {
    private static final long WINDOW_NANOS = 5_000_000_000L;
    private static final double NANOS_PER_SECOND = 1e9;

    private record Sample(long nanos, long bytes) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /** Takes note of a total at a time and answers the bytes a second; totals and times never fall. */
    double rateAt(long nanos, long bytes) {
        samples.addLast(new Sample(nanos, bytes));
        while (samples.size() > 2 && nanos - samples.getFirst().nanos() > WINDOW_NANOS) {
            samples.removeFirst();
        }
        Sample oldest = samples.getFirst();
        long elapsed = nanos - oldest.nanos();
        return elapsed == 0 ? 0 : (bytes - oldest.bytes()) * NANOS_PER_SECOND / elapsed;
    }
}
