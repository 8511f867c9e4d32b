package dev.ezworks.server.uploads;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import dev.ezworks.server.content.Claim;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.Slab;
import dev.ezworks.server.content.StorageFullException;
import dev.ezworks.server.files.FileCatalog;
import dev.ezworks.server.files.NewVersion;
import dev.ezworks.server.files.Precondition;
import dev.ezworks.server.files.PreconditionFailedException;
import dev.ezworks.server.files.Published;
import dev.ezworks.server.logging.LogContext;
import dev.ezworks.server.transfers.ActiveTransfer;
import dev.ezworks.server.transfers.ActiveTransfers;
import dev.ezworks.server.transfers.Direction;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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

    // Slabs between the network and whoever digests and writes: enough that neither waits for the other. Reactor asks
    // for
    // more when three quarters are used up; with two that would be both, and the network would stand still meanwhile.
    private static final int SLABS_AHEAD = 4;

    // How often a lease is renewed in the time that it runs.
    private static final int LEASE_RENEWALS = 3;

    private final ContentStore contents;
    private final FileCatalog catalog;
    private final Publication publication;
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
        this.publication = new Publication(contents, catalog);
        this.transfers = transfers;
        this.limits = limits;
        this.scheduler = scheduler;
    }

    /** Takes in the files of one request. */
    interface Receiver {
        /** Completes when the file's bytes are safe, not yet published. One file at a time. */
        Mono<Void> receive(IncomingFile file);
    }

    /** What has been received in one request, and whether it may already be in the catalog. */
    private static final class Batch {
        private final List<Begun> begun = new CopyOnWriteArrayList<>();
        private final List<SealedFile> received = new CopyOnWriteArrayList<>();
        private volatile boolean publishing;
    }

    /** @param claim on the content; asks the store once, and is not undone by a cancellation */
    private record Begun(ContentId id, Mono<Claim> claim) {}

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
     * Fails now with {@link StorageFullException} if there is no room for a body of this many bytes.
     *
     * @param length 0 where it is not known
     */
    Mono<Void> requireRoom(long length) {
        return contents.requireRoom(length);
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
                batch -> Mono.firstWithSignal(feed.apply(file -> receive(uploader, file, batch)), keepLeases(batch))
                        .then(Mono.defer(() -> publish(uploader, batch))),
                batch -> Mono.empty(),
                (batch, error) -> discard(batch),
                this::discard);
    }

    private Mono<Void> receive(ActiveTransfer.Party uploader, IncomingFile file, Batch batch) {
        ContentId id = ContentId.random();
        Begun begun = new Begun(id, contents.create(id, limits.lease()).cache());
        batch.begun.add(begun);
        return begun.claim()
                .flatMap(claim -> transfers
                        .run(uploader, id, Direction.UPLOAD, transfer -> store(uploader, file, id, claim, transfer))
                        .single())
                .doOnNext(batch.received::add)
                .then();
    }

    private Mono<SealedFile> store(
            ActiveTransfer.Party uploader, IncomingFile file, ContentId id, Claim claim, ActiveTransfer transfer) {
        MessageDigest digest = Sha256.newDigest();
        AtomicLong size = new AtomicLong();
        Flux<Slab> bytes = file.bytes()
                .doOnNext(slab -> transfer.add(slab.length()))
                .publishOn(scheduler, SLABS_AHEAD)
                .doOnDiscard(Slab.class, Slab::release)
                .map(slab -> digested(slab, digest, size));
        return transfer.watch(contents.append(id, claim.epoch(), 0, bytes))
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

    private Mono<SealedFile> seal(
            ActiveTransfer.Party uploader, IncomingFile file, ContentId id, Claim claim, long size, Sha256 actual) {
        if (file.digest().isPresent() && !file.digest().get().equals(actual)) {
            return Mono.error(new DigestMismatchException(file.digest().get(), actual));
        }
        NewVersion version = new NewVersion(file.name(), id, size, file.contentType(), actual, file.precondition());
        return publication.seal(uploader.username(), version, claim.epoch());
    }

    /**
     * Renews the leases of all that has been begun while the request goes on: with several files in a form, or a sender
     * who takes hours for a piece, they would end before the publish. Never completes; fails if a lease is lost.
     */
    private Mono<Void> keepLeases(Batch batch) {
        return Flux.interval(limits.lease().dividedBy(LEASE_RENEWALS))
                .onBackpressureDrop()
                .concatMap(tick -> Flux.fromIterable(batch.begun)
                        .concatMap(begun -> begun.claim().flatMap(claim -> contents.renew(begun.id(), claim.epoch()))))
                .then();
    }

    private Mono<List<Published>> publish(ActiveTransfer.Party uploader, Batch batch) {
        if (batch.received.isEmpty()) {
            return Mono.just(List.of());
        }
        return publication
                .renew(batch.received)
                .then(Mono.defer(() -> {
                    batch.publishing = true;
                    return publication.publish(uploader.username(), batch.received);
                }))
                // The one failure after which it is certain that a single file was not published.
                .doOnError(PreconditionFailedException.class, error -> batch.publishing = batch.received.size() > 1);
    }

    private Mono<Void> discard(Batch batch) {
        if (batch.publishing) {
            return Mono.empty();
        }
        return Flux.fromIterable(batch.begun)
                // What is still being begun could not be deleted yet.
                .concatMap(begun -> begun.claim().onErrorComplete().then(contents.delete(begun.id())))
                .then()
                .onErrorResume(error -> warned("the bytes of a broken upload are left to the sweep: {}", error));
    }

    private static Mono<Void> warned(String what, Throwable error) {
        return Mono.deferContextual(context -> {
            LogContext.log(context, () -> log.warn(what, error.toString()));
            return Mono.empty();
        });
    }
}
