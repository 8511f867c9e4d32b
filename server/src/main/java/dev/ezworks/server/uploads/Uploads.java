package dev.ezworks.server.uploads;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import dev.ezworks.server.content.Claim;
import dev.ezworks.server.content.ContentDescription;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.DrainingScheduler;
import dev.ezworks.server.content.Slab;
import dev.ezworks.server.files.FileCatalog;
import dev.ezworks.server.files.NewVersion;
import dev.ezworks.server.files.Precondition;
import dev.ezworks.server.files.PreconditionFailedException;
import dev.ezworks.server.files.Published;
import dev.ezworks.server.files.TransactionsNotSupportedException;
import dev.ezworks.server.transfers.ActiveTransfer;
import dev.ezworks.server.transfers.ActiveTransfers;
import dev.ezworks.server.transfers.Direction;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The one path from bytes to published files: receive (create, append, check, seal), then publish, then settle. What
 * breaks off before publishing began is removed at once; what a crash leaves behind, or a publish whose outcome is
 * unknown, is the sweep's.
 */
final class Uploads {
    private static final Logger log = LoggerFactory.getLogger(Uploads.class);

    // Slabs between the network and whoever digests and writes: enough that neither waits for the other.
    private static final int SLABS_AHEAD = 2;

    private final ContentStore contents;
    private final FileCatalog catalog;
    private final ActiveTransfers transfers;
    private final UploadLimits limits;
    private final Scheduler scheduler;

    /** @param scheduler where bytes are digested and written; its threads may block, and it drops no task */
    Uploads(
            ContentStore contents,
            FileCatalog catalog,
            ActiveTransfers transfers,
            UploadLimits limits,
            Scheduler scheduler) {
        this.contents = contents;
        this.catalog = catalog;
        this.transfers = transfers;
        this.limits = limits;
        this.scheduler = new DrainingScheduler(scheduler);
    }

    /** Takes in the files of one request. */
    interface Receiver {
        /** Completes when the file's bytes are safe, not yet published. One file at a time. */
        Mono<Void> receive(IncomingFile file);
    }

    /** What has been received in one request, and whether it may already be in the catalog. */
    private static final class Batch {
        private final List<ContentId> begun = new ArrayList<>();
        private final List<Received> received = new ArrayList<>();
        private volatile boolean publishing;
    }

    /** Sealed content, ready to be published. */
    private record Received(NewVersion version, long epoch) {}

    /**
     * Fails now with {@link PreconditionFailedException} if that is what {@link #upload} would fail with in the end, as
     * things stand.
     */
    Mono<Void> check(ActiveTransfer.Party uploader, FileName name, Precondition precondition) {
        return precondition.equals(Precondition.NONE)
                ? Mono.empty()
                : catalog.holds(uploader.username(), name, precondition)
                        .flatMap(holds -> holds ? Mono.empty() : Mono.error(new PreconditionFailedException(name)));
    }

    /**
     * Receives files, one after the other, and publishes them all in one step (one by one where the store cannot do
     * more). Fails, and nothing is published, with {@link FileTooLargeException}, {@link DigestMismatchException},
     * {@link PreconditionFailedException}, whatever {@code feed} fails with, or a failure of the store.
     *
     * @param feed hands every file to the receiver and completes when there are no more
     * @return what was published, in the order received; empty if there were no files
     */
    Mono<List<Published>> upload(ActiveTransfer.Party uploader, Function<Receiver, Mono<Void>> feed) {
        return Mono.usingWhen(
                Mono.fromSupplier(Batch::new),
                batch -> feed.apply(file -> receive(uploader, file, batch))
                        .then(Mono.defer(() -> publish(uploader, batch))),
                batch -> Mono.empty(),
                (batch, error) -> discard(batch),
                this::discard);
    }

    private Mono<Void> receive(ActiveTransfer.Party uploader, IncomingFile file, Batch batch) {
        ContentId id = ContentId.random();
        batch.begun.add(id);
        return contents.create(id, limits.lease())
                .flatMap(claim -> transfers
                        .run(uploader, id, Direction.UPLOAD, transfer -> store(uploader, file, id, claim, transfer))
                        .single())
                .doOnNext(batch.received::add)
                .then();
    }

    private Mono<Received> store(
            ActiveTransfer.Party uploader, IncomingFile file, ContentId id, Claim claim, ActiveTransfer transfer) {
        MessageDigest digest = Sha256.newDigest();
        AtomicLong size = new AtomicLong();
        Flux<Slab> bytes = transfer.watch(file.bytes(), Slab::length)
                .publishOn(scheduler, SLABS_AHEAD)
                .doOnDiscard(Slab.class, Slab::release)
                .map(slab -> digested(slab, digest, size));
        return contents.append(id, claim.epoch(), 0, bytes)
                .then(Mono.defer(() -> seal(uploader, file, id, claim, size.get(), Sha256.ofBytes(digest.digest()))));
    }

    private Slab digested(Slab slab, MessageDigest digest, AtomicLong size) {
        if (size.addAndGet(slab.length()) > limits.maxFileSize()) {
            slab.release();
            throw new FileTooLargeException(limits.maxFileSize());
        }
        digest.update(slab.array(), 0, slab.length());
        return slab;
    }

    private Mono<Received> seal(
            ActiveTransfer.Party uploader, IncomingFile file, ContentId id, Claim claim, long size, Sha256 actual) {
        if (file.digest().isPresent() && !file.digest().get().equals(actual)) {
            return Mono.error(new DigestMismatchException(file.digest().get(), actual));
        }
        ContentDescription description = new ContentDescription(
                size, actual, uploader.username().value(), file.name().value(), file.contentType());
        NewVersion version = new NewVersion(file.name(), id, size, file.contentType(), actual, file.precondition());
        return contents.seal(id, claim.epoch(), description).thenReturn(new Received(version, claim.epoch()));
    }

    private Mono<List<Published>> publish(ActiveTransfer.Party uploader, Batch batch) {
        if (batch.received.isEmpty()) {
            return Mono.just(List.of());
        }
        List<NewVersion> versions =
                batch.received.stream().map(Received::version).toList();
        // The lease must outlast the publish: content whose publish is under way must not be swept. The last one's has
        // just been renewed by its sealing.
        return Flux.fromIterable(batch.received.subList(0, batch.received.size() - 1))
                .concatMap(one -> contents.renew(one.version().content(), one.epoch()))
                .then(Mono.defer(() -> {
                    batch.publishing = true;
                    return catalog.publish(uploader.username(), versions);
                }))
                .onErrorResume(TransactionsNotSupportedException.class, error -> publishOneByOne(uploader, versions))
                // The one failure after which it is certain that a single file was not published.
                .doOnError(PreconditionFailedException.class, error -> batch.publishing = versions.size() > 1)
                .flatMap(published -> settle(batch).thenReturn(published));
    }

    private Mono<List<Published>> publishOneByOne(ActiveTransfer.Party uploader, List<NewVersion> versions) {
        return Flux.fromIterable(versions)
                .concatMap(version -> catalog.publish(uploader.username(), List.of(version)))
                .flatMapIterable(published -> published)
                .collectList();
    }

    private Mono<Void> settle(Batch batch) {
        return Flux.fromIterable(batch.received)
                .concatMap(one -> contents.settle(one.version().content(), one.epoch()))
                .then()
                .onErrorResume(error -> {
                    // Published it is; the sweep sees that and settles it.
                    log.warn("content of a published file is not settled yet: {}", error.toString());
                    return Mono.empty();
                });
    }

    private Mono<Void> discard(Batch batch) {
        if (batch.publishing) {
            return Mono.empty();
        }
        return Flux.fromIterable(batch.begun).concatMap(contents::delete).then().onErrorResume(error -> {
            log.warn("the bytes of a broken upload are left to the sweep: {}", error.toString());
            return Mono.empty();
        });
    }
}
