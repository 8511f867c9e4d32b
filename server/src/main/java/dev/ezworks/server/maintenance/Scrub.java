package dev.ezworks.server.maintenance;

import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.files.FileStore;
import dev.ezworks.server.files.StoredFile;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Reads all current versions again and marks those whose bytes are not what was uploaded; takes the mark from those that
 * are whole again.
 *
 * <p>Content of replaced versions is left out: it cannot be asked for any more, is soon deleted, and who still reads it
 * has its digest. So is content that is still arriving: it has no digest yet.
 */
public final class Scrub {
    private static final int PAGE = 100;

    private final FileStore files;
    private final ScrubStore store;
    private final Clock clock;
    private final ContentCheck check;

    /**
     * @param bytesPerSecond how fast it reads; 0: as fast as it goes
     * @param scheduler where it waits and computes
     */
    public Scrub(
            FileStore files,
            ContentStore contents,
            ScrubStore store,
            Clock clock,
            long bytesPerSecond,
            Scheduler scheduler) {
        this.files = files;
        this.store = store;
        this.clock = clock;
        this.check = new ContentCheck(contents, new Pace(bytesPerSecond, scheduler), scheduler);
    }

    /**
     * Goes on with a scrub that was interrupted, or begins one if the last was this long ago. Gives a finding for each
     * version; none if it is not time yet or another server scrubs. Fails with {@link ScrubTakenOverException} when
     * somebody takes over, and if the store fails.
     */
    public Flux<Finding> runIfDue(Duration interval) {
        return store.progress()
                .filter(progress -> progress.isDue(interval, clock.instant()))
                .flatMap(due -> store.claim(Checkpoints.LEASE))
                // Another server may have done it between the two.
                .filter(claim -> claim.progress().isDue(interval, clock.instant()))
                .flatMapMany(this::run);
    }

    /** Checks everything now, from the beginning, in place of whoever scrubs. Fails as {@link #runIfDue} does. */
    public Flux<Finding> runNow() {
        return store.takeOver(Checkpoints.LEASE).flatMapMany(this::run);
    }

    private Flux<Finding> run(ScrubClaim claim) {
        Checkpoints checkpoints = new Checkpoints(store, claim, clock);
        return versions(claim.progress().position())
                .concatMap(
                        file -> check.check(file, checkpoints::makeIfDue)
                                .filterWhen(this::mark)
                                .flatMap(finding ->
                                        checkpoints.passed(file.content()).thenReturn(finding)),
                        1)
                .concatWith(checkpoints.complete().then(Mono.empty()));
    }

    private Flux<StoredFile> versions(ContentId after) {
        return page(after)
                .expand(page -> page.size() < PAGE
                        ? Mono.empty()
                        : page(page.get(page.size() - 1).content()))
                .concatMapIterable(page -> page, 1);
    }

    private Mono<List<StoredFile>> page(ContentId after) {
        return files.versions(after, PAGE).collectList();
    }

    /** Tells whether the finding still counts: a version that was replaced meanwhile may be gone for that reason. */
    private Mono<Boolean> mark(Finding finding) {
        StoredFile file = finding.file();
        return switch (finding.state()) {
            case DAMAGED -> files.markDamaged(file, true);
            case WHOLE -> file.damaged() ? files.markDamaged(file, false) : Mono.just(true);
            case UNCHECKED -> Mono.just(true);
        };
    }
}
