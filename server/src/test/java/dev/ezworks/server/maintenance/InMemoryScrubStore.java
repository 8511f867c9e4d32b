package dev.ezworks.server.maintenance;

import dev.ezworks.server.content.ContentId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** A {@link ScrubStore} for tests of those who use one. */
public final class InMemoryScrubStore implements ScrubStore {
    private final Clock clock;
    private ScrubProgress progress = ScrubProgress.NEVER;
    private long epoch;
    private Instant leaseEnd = Instant.MIN;

    /** Leases run on this clock. */
    public InMemoryScrubStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Mono<ScrubProgress> progress() {
        return Mono.fromSupplier(() -> {
            synchronized (this) {
                return progress;
            }
        });
    }

    @Override
    public Mono<ScrubClaim> claim(Duration lease) {
        return Mono.defer(() -> {
            synchronized (this) {
                return clock.instant().isBefore(leaseEnd) ? Mono.empty() : Mono.just(raise(lease));
            }
        });
    }

    @Override
    public Mono<ScrubClaim> takeOver(Duration lease) {
        return Mono.fromSupplier(() -> {
            synchronized (this) {
                progress = new ScrubProgress(ContentId.NONE, progress.completedAt());
                return raise(lease);
            }
        });
    }

    private ScrubClaim raise(Duration lease) {
        leaseEnd = clock.instant().plus(lease);
        return new ScrubClaim(++epoch, progress);
    }

    @Override
    public Mono<Void> advance(long claimed, ContentId position, Duration lease) {
        return change(claimed, lease, () -> new ScrubProgress(position, progress.completedAt()));
    }

    @Override
    public Mono<Void> complete(long claimed, Instant at) {
        return change(
                claimed, Duration.ZERO, () -> new ScrubProgress(ContentId.NONE, at.truncatedTo(ChronoUnit.MILLIS)));
    }

    private Mono<Void> change(long claimed, Duration lease, Supplier<ScrubProgress> next) {
        return Mono.fromRunnable(() -> {
            synchronized (this) {
                if (claimed != epoch) {
                    throw new ScrubTakenOverException();
                }
                progress = next.get();
                leaseEnd = clock.instant().plus(lease);
            }
        });
    }
}
