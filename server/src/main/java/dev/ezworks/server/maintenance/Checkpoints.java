package dev.ezworks.server.maintenance;

import dev.ezworks.server.content.ContentId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** Notes how far a scrub is: not too often, since each time is a durable write, but before its lease ends. */
final class Checkpoints {
    /** How long a scrub keeps others away after its last sign of life. */
    static final Duration LEASE = Duration.ofMinutes(2);

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final ScrubStore store;
    private final long epoch;
    private final Clock clock;
    private ContentId position;
    private Instant last;

    Checkpoints(ScrubStore store, ScrubClaim claim, Clock clock) {
        this.store = store;
        this.epoch = claim.epoch();
        this.clock = clock;
        this.position = claim.progress().position();
        this.last = clock.instant();
    }

    /** This content has been checked. */
    Mono<Void> passed(ContentId content) {
        return Mono.defer(() -> {
            position = content;
            return makeIfDue();
        });
    }

    /** Makes a checkpoint if the last one is some time ago. */
    Mono<Void> makeIfDue() {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            if (now.isBefore(last.plus(INTERVAL))) {
                return Mono.empty();
            }
            last = now;
            return store.advance(epoch, position, LEASE);
        });
    }

    /** Everything has been checked. */
    Mono<Void> complete() {
        return Mono.defer(() -> store.complete(epoch, clock.instant()));
    }
}
