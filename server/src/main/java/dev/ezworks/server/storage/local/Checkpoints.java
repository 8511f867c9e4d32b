package dev.ezworks.server.storage.local;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Makes a long append durable on its way: not too often, since each time costs an fsync and a commit, but often enough
 * that its lease does not end and that a crash loses no more than the last minute.
 */
final class Checkpoints {
    private static final long BYTES = 16L << 20;
    private static final Duration TIME = Duration.ofMinutes(1);

    private final ContentLifecycle lifecycle;
    private final DiskAppend append;
    private final Clock clock;
    private Instant last;

    Checkpoints(ContentLifecycle lifecycle, DiskAppend append, Clock clock) {
        this.lifecycle = lifecycle;
        this.append = append;
        this.clock = clock;
        this.last = clock.instant();
    }

    /** Makes a checkpoint when both enough bytes and enough time have gone by; tells whether it did. */
    boolean makeIfDue() throws IOException, SQLException {
        Instant now = clock.instant();
        if (append.unforced() < BYTES || now.isBefore(last.plus(TIME))) {
            return false;
        }
        lifecycle.checkpoint(append);
        last = now;
        return true;
    }
}
