package dev.ezworks.server.storage.mongo;

import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.DamagedContentException;
import dev.ezworks.server.content.NoSuchContentException;
import dev.ezworks.server.content.Slab;
import dev.ezworks.server.content.StaleClaimException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One append, from the moment it was let in until the marker says how it ended. */
final class Append {
    private static final long PROGRESS_BYTES = 16L * 1024 * 1024;
    private static final Duration PROGRESS_TIME = Duration.ofMinutes(1);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final ContentMarkers markers;
    private final Chunks chunks;
    private final Clock clock;
    private final ContentId id;
    private final long epoch;
    private final ChunkPump pump;
    private long notedSize;
    private Instant notedAt;
    private volatile boolean ending;

    Append(ContentMarkers markers, Chunks chunks, Clock clock, ContentId id, long epoch, long offset) {
        this.markers = markers;
        this.chunks = chunks;
        this.clock = clock;
        this.id = id;
        this.epoch = epoch;
        this.notedSize = offset;
        this.notedAt = clock.instant();
        this.pump = new ChunkPump(offset, batch -> chunks.write(id, epoch, batch), this::noteProgressNowAndThen);
    }

    /** Writes the bytes and completes with the new size. */
    Mono<Long> run(Flux<Slab> bytes) {
        return Mono.firstWithSignal(pump.pump(bytes), overtaken())
                // What was there may be gone because somebody else deleted or replaced it: then that is what to tell.
                .onErrorResume(
                        DamagedContentException.class,
                        e -> markers.renew(id, epoch).then(Mono.error(e)))
                .flatMap(size -> {
                    ending = true;
                    return markers.endAppend(id, epoch, size).thenReturn(size);
                });
    }

    /**
     * Fails once somebody else has claimed or deleted the content, on whatever server; never completes. A writer to whom
     * nothing comes any more would not hear of it otherwise, and one to whom little comes late.
     */
    private Mono<Long> overtaken() {
        return Flux.interval(LOOK_EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> markers.requireOpen(id, epoch)
                        // Whether the database works, the writing finds out.
                        .onErrorComplete(error ->
                                !(error instanceof StaleClaimException) && !(error instanceof NoSuchContentException)))
                .then(Mono.never());
    }

    /**
     * After a failure or a cancellation: ends the append with what is stored without a gap. Never fails itself: the
     * caller has an error to tell already.
     */
    Mono<Void> abandon() {
        return pump.stop()
                .then(Mono.defer(this::endIfKnown))
                .onErrorResume(StaleClaimException.class, e -> removeLateChunks())
                .onErrorResume(NoSuchContentException.class, e -> removeLateChunks())
                .onErrorComplete();
    }

    /** Where the database failed nobody knows what is stored: then the next claim finds out. */
    private Mono<Void> endIfKnown() {
        return pump.broken() || ending ? markers.renew(id, epoch) : markers.endAppend(id, epoch, pump.written());
    }

    /**
     * Chunks of ours may have arrived after somebody newer sealed or deleted the content, who then could not remove
     * them. Before that they are in nobody's way: a newer writer replaces them, sealing and deleting removes them.
     */
    private Mono<Void> removeLateChunks() {
        return markers.find(id)
                .flatMap(marker -> switch (marker.state()) {
                    case OPEN -> Mono.just(Integer.MAX_VALUE);
                    case SEALED, SETTLED -> Mono.just(Chunk.count(marker.size()));
                    case DELETED -> Mono.just(0);
                })
                .defaultIfEmpty(0)
                .filter(first -> first < Integer.MAX_VALUE)
                .flatMap(first -> chunks.deleteFrom(id, first));
    }

    private Mono<Void> noteProgressNowAndThen(long written) {
        Instant now = clock.instant();
        if (written - notedSize < PROGRESS_BYTES && now.isBefore(notedAt.plus(PROGRESS_TIME))) {
            return Mono.empty();
        }
        notedSize = written;
        notedAt = now;
        return markers.noteProgress(id, epoch, written);
    }
}
