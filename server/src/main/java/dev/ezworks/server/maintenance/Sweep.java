package dev.ezworks.server.maintenance;

import dev.ezworks.server.content.Claim;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.NoSuchContentException;
import dev.ezworks.server.content.StaleClaimException;
import dev.ezworks.server.files.FileStore;
import dev.ezworks.server.files.RetiredContent;
import dev.ezworks.server.session.SessionStore;
import dev.ezworks.server.transfers.ActiveTransfers;
import dev.ezworks.server.uploads.UploadStore;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Removes what nothing refers to any more: uploads that were never finished, content of versions that were replaced or
 * removed, sessions that have expired. Several servers of one store may sweep at once.
 */
public final class Sweep {
    private static final Logger log = LoggerFactory.getLogger(Sweep.class);

    // How long the sweep itself may take over a piece of content before another sweep tries.
    private static final Duration OWN_LEASE = Duration.ofMinutes(5);

    private final ContentStore contents;
    private final FileStore files;
    private final UploadStore uploads;
    private final SessionStore sessions;
    private final ActiveTransfers transfers;
    private final Clock clock;
    private final Duration grace;

    /** @param grace how long content of a replaced or removed version is kept for downloads that began before */
    public Sweep(
            ContentStore contents,
            FileStore files,
            UploadStore uploads,
            SessionStore sessions,
            ActiveTransfers transfers,
            Clock clock,
            Duration grace) {
        this.contents = contents;
        this.files = files;
        this.uploads = uploads;
        this.sessions = sessions;
        this.transfers = transfers;
        this.clock = clock;
        this.grace = grace;
    }

    /** Sweeps once. What fails is logged, counted and left to the next time. */
    public Mono<SweepReport> run() {
        return Mono.defer(() -> run(new Tally()));
    }

    private Mono<SweepReport> run(Tally tally) {
        Mono<Long> unfinished = contents.expired()
                .filter(id -> !transfers.holds(id))
                .concatMap(id -> sweepExpired(id, tally))
                .count();
        Mono<Long> retired = Mono.fromSupplier(() -> clock.instant().minus(grace))
                .flatMapMany(files::retiredBefore)
                .filter(content -> !transfers.holds(content.content()))
                .concatMap(content -> sweepRetired(content, tally))
                .count();
        Mono<Void> ended = Mono.fromSupplier(clock::instant).flatMap(uploads::deleteExpired);
        Mono<Void> expired = Mono.fromSupplier(clock::instant).flatMap(sessions::deleteExpired);
        return logged(unfinished.doOnNext(tally::uploads).then(), tally)
                .then(logged(retired.doOnNext(tally::versions).then(), tally))
                .then(logged(ended, tally))
                .then(logged(expired, tally))
                .then(Mono.fromSupplier(tally::report));
    }

    /** Content that nobody has finished in time, unless a publish got through and only its settling was lost. */
    private Mono<ContentId> sweepExpired(ContentId id, Tally tally) {
        // Its writer may have renewed the lease since it was listed.
        return contents.claimExpired(id, OWN_LEASE)
                .flatMap(claim -> files.refersTo(id).flatMap(used -> used ? settle(id, claim) : remove(id)))
                // Somebody else has taken it over, or removed it.
                .onErrorResume(StaleClaimException.class, error -> Mono.empty())
                .onErrorResume(NoSuchContentException.class, error -> Mono.empty())
                .onErrorResume(error -> passBy(id, error, tally));
    }

    /** Goes on with what comes next: content that cannot be removed must not keep all that follows it for ever. */
    private static <T> Mono<T> passBy(ContentId id, Throwable error, Tally tally) {
        tally.failed();
        log.warn("content {} could not be swept, the next sweep tries again: {}", id, error.toString());
        return Mono.empty();
    }

    private Mono<ContentId> settle(ContentId id, Claim claim) {
        return contents.settle(id, claim.epoch()).then(Mono.empty());
    }

    private Mono<ContentId> remove(ContentId id) {
        return contents.delete(id).thenReturn(id);
    }

    private Mono<RetiredContent> sweepRetired(RetiredContent retired, Tally tally) {
        return contents.delete(retired.content())
                .then(files.forget(retired))
                .thenReturn(retired)
                .onErrorResume(error -> passBy(retired.content(), error, tally));
    }

    /** Counts what one sweep does; its steps come one after the other, on any thread. */
    private static final class Tally {
        private final AtomicLong uploads = new AtomicLong();
        private final AtomicLong versions = new AtomicLong();
        private final AtomicLong failures = new AtomicLong();

        void uploads(long count) {
            uploads.set(count);
            log(count, "unfinished uploads");
        }

        void versions(long count) {
            versions.set(count);
            log(count, "retired versions");
        }

        void failed() {
            failures.incrementAndGet();
        }

        SweepReport report() {
            return new SweepReport(uploads.get(), versions.get(), failures.get());
        }

        private static void log(long count, String what) {
            if (count > 0) {
                log.info("swept {} {}", count, what);
            }
        }
    }

    private static Mono<Void> logged(Mono<Void> work, Tally tally) {
        return work.onErrorResume(error -> {
            tally.failed();
            log.warn("the sweep did not get through, the next one goes on: {}", error.toString());
            return Mono.empty();
        });
    }
}
