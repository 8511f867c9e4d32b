package dev.ezworks.server.storage.local;

import dev.ezworks.server.content.Durability;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Makes a long append durable on its way, and renews its lease. Each time costs an fsync and a commit, so where only the
 * whole is of use it is rare.
 */
final class Checkpoints {
    private static final long RARE_BYTES = 16L << 20;
    // A crash undoes what has come in since the last checkpoint but one: twice this, and a slab each time.
    private static final long OFTEN_BYTES = 4L << 20;
    private static final Duration TIME = Duration.ofMinutes(1);

    private final ContentLifecycle lifecycle;
    private final DiskAppend append;
    private final Durability durability;
    private final Clock clock;
    private Instant last;

    Checkpoints(ContentLifecycle lifecycle, DiskAppend append, Durability durability, Clock clock) {
        this.lifecycle = lifecycle;
        this.append = append;
        this.durability = durability;
        this.clock = clock;
        this.last = clock.instant();
    }

    /** To be called after each slab. Makes a checkpoint when it is time for one; tells whether it did. */
    boolean makeIfDue() throws Exception {
        Instant now = clock.instant();
        if (!isDue(append.unforced(), !now.isBefore(last.plus(TIME)))) {
            return false;
        }
        lifecycle.checkpoint(append);
        last = now;
        return true;
    }

    private boolean isDue(long bytes, boolean timeIsUp) {
        return switch (durability) {
            case AT_THE_END -> timeIsUp && bytes >= RARE_BYTES;
            case ON_THE_WAY -> timeIsUp || bytes >= OFTEN_BYTES;
        };
    }
}
