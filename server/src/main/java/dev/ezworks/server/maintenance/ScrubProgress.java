package dev.ezworks.server.maintenance;

import dev.ezworks.server.content.ContentId;
import java.time.Duration;
import java.time.Instant;

/**
 * How far the scrub is.
 *
 * @param position the last content that was checked; {@link ContentId#NONE} if none was since everything was
 * @param completedAt when everything was last checked; {@link Instant#EPOCH} if never
 */
public record ScrubProgress(ContentId position, Instant completedAt) {
    /** Of a store that was never scrubbed. */
    public static final ScrubProgress NEVER = new ScrubProgress(ContentId.NONE, Instant.EPOCH);

    /** Whether there is something to go on with, or the last scrub was longer ago than this. */
    boolean isDue(Duration interval, Instant now) {
        return !position.equals(ContentId.NONE) || !now.isBefore(completedAt.plus(interval));
    }
}
