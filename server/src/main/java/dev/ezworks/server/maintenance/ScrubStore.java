package dev.ezworks.server.maintenance;

import dev.ezworks.server.content.ContentId;
import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Mono;

/**
 * Keeps how far the scrub is and who does it: of all servers of one store one at a time. As with content, whoever scrubs
 * is fenced, not locked: a claim carries an epoch, and what comes with an older one is refused.
 *
 * <p>A call is atomic and has happened durably when it completes. A failure of the store is a
 * {@link dev.ezworks.server.content.StoreUnavailableException}.
 */
public interface ScrubStore {
    /** How far it is. */
    Mono<ScrubProgress> progress();

    /**
     * Claims the scrub, to go on where it stopped; empty if the lease of another claim has not ended.
     *
     * @param lease how long the claim keeps others away unless it is renewed
     */
    Mono<ScrubClaim> claim(Duration lease);

    /** Claims the scrub whoever has it, to do all of it again. */
    Mono<ScrubClaim> takeOver(Duration lease);

    /**
     * Notes how far the scrub is and renews the lease. Fails with {@link ScrubTakenOverException} if there is a newer
     * claim, and nothing changes.
     *
     * @param position the last content that was checked
     */
    Mono<Void> advance(long epoch, ContentId position, Duration lease);

    /**
     * Notes that everything was checked, so that the next scrub begins again, and ends the lease. Fails as
     * {@link #advance} does.
     *
     * @param at cut to milliseconds
     */
    Mono<Void> complete(long epoch, Instant at);
}
