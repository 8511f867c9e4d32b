package dev.ezworks.cli.output;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a run is, at one moment.
 *
 * @param count how many files are finished, and of how many; empty if there is only one
 * @param label what is being transferred
 * @param done bytes so far
 * @param total bytes in all; negative if unknown
 * @param rate bytes a second lately; 0 if nothing moves
 */
record Progress(String count, String label, long done, long total, double rate) {
    /** Whole percents, rounded down; nothing of nothing is all. */
    int percent() {
        return total <= 0 ? 100 : (int) Math.min(100, done * 100.0 / total);
    }

    /** How long the rest takes at this rate; null if that can't be known. */
    @Nullable
    Duration left() {
        if (total < 0 || rate <= 0) {
            return null;
        }
        return Duration.ofSeconds((long) Math.ceil(Math.max(0, total - done) / rate));
    }
}
