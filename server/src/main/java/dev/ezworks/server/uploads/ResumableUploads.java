package dev.ezworks.server.uploads;

import dev.ezworks.api.Sha256;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.NoSuchContentException;
import dev.ezworks.server.content.StaleClaimException;
import dev.ezworks.server.files.FileCatalog;
import dev.ezworks.server.files.Precondition;
import dev.ezworks.server.files.PreconditionFailedException;
import dev.ezworks.server.logging.LogContext;
import dev.ezworks.server.transfers.ActiveTransfer;
import dev.ezworks.server.transfers.ActiveTransfers;
import dev.ezworks.server.transfers.Direction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Uploads that arrive in pieces and survive whatever breaks in between. Each request takes the upload over from the one
 * before (see {@link UploadClaims}); the file appears when the last byte is durable.
 *
 * <p>Every call fails with {@link NoSuchUploadException} for an upload that is not the caller's, and with
 * {@link UploadTakenOverException} when a newer request comes.
 */
final class ResumableUploads {
    private static final Logger log = LoggerFactory.getLogger(ResumableUploads.class);

    // How often an upload is kept from expiring in the time that it has.
    private static final int RENEWALS = 3;

    private final ContentStore contents;
    private final UploadStore uploads;
    private final FileCatalog catalog;
    private final UploadClaims claims;
    private final PieceWriter writer;
    private final Completion completion;
    private final ActiveTransfers transfers;
    private final UploadLimits limits;
    private final Clock clock;
    private final RunningPatches patches = new RunningPatches();

    private ResumableUploads(
            UploadPorts ports,
            UploadClaims claims,
            PieceWriter writer,
            Completion completion,
            ActiveTransfers transfers,
            UploadLimits limits,
            Clock clock) {
        this.contents = ports.contents();
        this.uploads = ports.uploads();
        this.catalog = ports.catalog();
        this.claims = claims;
        this.writer = writer;
        this.completion = completion;
        this.transfers = transfers;
        this.limits = limits;
        this.clock = clock;
    }

    /** @param scheduler where bytes are digested and written; its threads may block, and it drops no task */
    static ResumableUploads over(
            UploadPorts ports, ActiveTransfers transfers, UploadLimits limits, Scheduler scheduler, Clock clock) {
        RunningDigests digests = new RunningDigests();
        Completion completion = new Completion(
                ports,
                new Publication(ports.contents(), ports.catalog()),
                new UploadRights(ports.sessions(), ports.accounts(), clock),
                digests,
                limits,
                scheduler);
        return new ResumableUploads(
                ports,
                new UploadClaims(ports, digests, limits.expiry()),
                new PieceWriter(ports, digests, limits, scheduler),
                completion,
                transfers,
                limits,
                clock);
    }

    /**
     * Begins an upload. If its first piece fails it is removed again: nobody has heard of it.
     *
     * @param first comes with the request; empty: nothing does
     */
    Mono<UploadStatus> create(ActiveTransfer.Party uploader, NewUpload wanted, Optional<Piece> first) {
        return requireAcceptable(uploader, wanted)
                .then(Mono.defer(() -> begin(Upload.begin(uploader.username(), wanted, expiry()))))
                .flatMap(begun -> first.isEmpty() && !begun.isWhole()
                        ? Mono.just(begun.status())
                        : Mono.usingWhen(
                                Mono.just(begun),
                                upload -> goOn(uploader, upload, first),
                                upload -> Mono.empty(),
                                (upload, error) -> discard(upload),
                                this::discard))
                .transform(ResumableUploads::inOurWords);
    }

    private Mono<Void> requireAcceptable(ActiveTransfer.Party uploader, NewUpload wanted) {
        if (wanted.length().orElse(0L) > limits.maxFileSize()) {
            return Mono.error(new FileTooLargeException(limits.maxFileSize()));
        }
        return uploads.countUnfinished(uploader.username(), clock.instant())
                .filter(unfinished -> unfinished < UploadLimits.UNFINISHED)
                .switchIfEmpty(Mono.error(() -> new TooManyUploadsException(UploadLimits.UNFINISHED)))
                .then(Mono.defer(() -> requireFree(uploader, wanted)))
                .then(Mono.defer(() -> contents.requireRoom(wanted.length().orElse(0L))));
    }

    /** What would fail in the end fails now. */
    private Mono<Void> requireFree(ActiveTransfer.Party uploader, NewUpload wanted) {
        return wanted.onlyNew()
                ? catalog.holds(uploader.username(), wanted.name(), new Precondition.Absent())
                        .flatMap(free ->
                                free ? Mono.empty() : Mono.error(new PreconditionFailedException(wanted.name())))
                : Mono.empty();
    }

    private Mono<ClaimedUpload> begin(Upload upload) {
        return claims.begin(upload)
                .flatMap(claim ->
                        uploads.create(upload).thenReturn(new ClaimedUpload(upload, claim.epoch(), claim.size())));
    }

    private Mono<UploadStatus> goOn(ActiveTransfer.Party uploader, ClaimedUpload begun, Optional<Piece> first) {
        return first.isPresent()
                ? patches.run(begun.id(), patch -> receive(uploader, begun, first.get(), patch))
                : finish(uploader, begun, Optional.empty());
    }

    private Mono<Void> discard(ClaimedUpload begun) {
        return drop(begun)
                // Whoever found that it cannot become a file has removed it.
                .onErrorResume(NoSuchUploadException.class, gone -> Mono.empty())
                .onErrorResume(error -> Mono.deferContextual(context -> {
                    LogContext.log(context, () -> log.warn("a broken upload is left to expire: {}", error.toString()));
                    return Mono.empty();
                }));
    }

    /** How far an upload has come, durably. Takes it over, and completes it if only that was missing. */
    Mono<UploadStatus> status(ActiveTransfer.Party uploader, UploadId id) {
        return find(uploader, id)
                .flatMap(this::takeOver)
                .flatMap(claimed -> finish(uploader, claimed, Optional.empty()))
                .transform(ResumableUploads::inOurWords);
    }

    /**
     * Adds a piece. Fails, and nothing has changed, with {@link UploadOffsetException} if it does not begin where the
     * upload ends, with {@link UploadLengthException} if it is known to go beyond.
     */
    Mono<UploadStatus> append(ActiveTransfer.Party uploader, UploadId id, Piece piece) {
        return find(uploader, id)
                .flatMap(upload -> patches.run(
                        id,
                        patch -> claims.claim(upload, piece.offset())
                                .flatMap(claimed -> receive(uploader, claimed, piece, patch))))
                .transform(ResumableUploads::inOurWords);
    }

    private Mono<UploadStatus> receive(
            ActiveTransfer.Party uploader, ClaimedUpload claimed, Piece piece, RunningPatches.Patch patch) {
        if (piece.offset() != claimed.size()) {
            return Mono.error(UploadOffsetException.at(claimed.size()));
        }
        requireFitting(claimed, piece);
        if (claimed.isWhole()) {
            return running(
                    uploader,
                    claimed,
                    transfer -> readToTheEnd(piece, claimed)
                            .doOnSuccess(read -> patch.whole())
                            .then(Mono.defer(() -> isToBeCompleted(claimed)
                                    ? complete(uploader, claimed, piece.expected())
                                    : Mono.just(claimed.status()))));
        }
        UploadStore.Entry entry = new UploadStore.Entry(
                expiry(), piece.length(), piece.expected(), piece.checksum().map(checksum -> claimed.size()), true);
        return enter(claimed, entry)
                .flatMap(entered -> running(
                        uploader,
                        entered,
                        transfer -> writer.write(
                                entered, piece, transfer, patch, written -> finishPiece(uploader, written))));
    }

    /** Some clients send an empty piece in the end, and take an answer that comes before it is read for a refusal. */
    private static Mono<Void> readToTheEnd(Piece piece, ClaimedUpload whole) {
        return piece.bytes()
                .apply(() -> {})
                .doOnNext(slab -> {
                    slab.release();
                    throw UploadLengthException.beyond(whole.size());
                })
                .then();
    }

    private void requireFitting(ClaimedUpload claimed, Piece piece) {
        requireSameDigest(claimed, piece);
        Optional<Long> known = claimed.upload().length();
        Optional<Long> told = piece.length();
        if (known.isPresent() && told.isPresent() && !known.equals(told)) {
            throw new OtherLengthException("the length of this upload is " + known.get());
        }
        if (told.isPresent() && told.get() < claimed.size()) {
            throw new OtherLengthException("the upload has " + claimed.size() + " bytes already");
        }
        if (told.orElse(0L) > limits.maxFileSize()) {
            throw new FileTooLargeException(limits.maxFileSize());
        }
        long announced = piece.announced().orElse(0L);
        if (piece.checksum().isPresent() && announced > UploadLimits.VERIFIED_PIECE) {
            throw new PieceTooLargeException(UploadLimits.VERIFIED_PIECE);
        }
        long end = claimed.size() + announced;
        Optional<Long> length = known.or(() -> told);
        if (length.isPresent() && end > length.get()) {
            throw UploadLengthException.beyond(length.get());
        }
    }

    /** Once all has arrived and its digest is noted, another one that is told can no longer be of the whole. */
    private static void requireSameDigest(ClaimedUpload claimed, Piece piece) {
        Optional<Sha256> told = piece.expected();
        Optional<Sha256> noted = claimed.upload().digest();
        if (claimed.isWhole() && told.isPresent() && noted.isPresent() && !told.equals(noted)) {
            throw new OtherDigestException(told.get(), noted.get());
        }
    }

    private Mono<UploadStatus> finishPiece(ActiveTransfer.Party uploader, ClaimedUpload written) {
        if (written.isWhole()) {
            return completion.complete(uploader, written).map(upload -> new UploadStatus(upload, written.size()));
        }
        Instant expiresAt = expiry();
        return uploads.extend(written.id(), expiresAt)
                // Last: it also tells that nobody has taken over.
                .then(Mono.defer(() -> claims.confirm(written)))
                .then(Mono.fromSupplier(
                        () -> new UploadStatus(written.upload().expiringAt(expiresAt), written.size())));
    }

    /** Completes an upload that is whole and no file yet. */
    private Mono<UploadStatus> finish(ActiveTransfer.Party uploader, ClaimedUpload claimed, Optional<Sha256> expected) {
        return isToBeCompleted(claimed)
                ? patches.complete(
                        claimed.id(),
                        claimed.epoch(),
                        running(uploader, claimed, transfer -> complete(uploader, claimed, expected)))
                : Mono.just(claimed.status());
    }

    private static boolean isToBeCompleted(ClaimedUpload claimed) {
        return claimed.isWhole() && !claimed.upload().published();
    }

    private Mono<UploadStatus> complete(ActiveTransfer.Party uploader, ClaimedUpload whole, Optional<Sha256> expected) {
        UploadStore.Entry entry = new UploadStore.Entry(expiry(), Optional.empty(), expected, Optional.empty(), false);
        return enter(whole, entry)
                .flatMap(entered -> completion.complete(uploader, entered))
                .map(upload -> new UploadStatus(upload, whole.size()));
    }

    private Mono<ClaimedUpload> enter(ClaimedUpload claimed, UploadStore.Entry entry) {
        return uploads.enter(claimed.id(), claimed.epoch(), entry)
                .thenReturn(new ClaimedUpload(claimed.upload().with(entry), claimed.epoch(), claimed.size()));
    }

    /** Work that may take days: it is listed, can be ended, and neither the upload nor its bytes expire under it. */
    private <T> Mono<T> running(
            ActiveTransfer.Party uploader, ClaimedUpload claimed, Function<ActiveTransfer, Mono<T>> work) {
        return transfers
                .run(
                        uploader,
                        claimed.content(),
                        Direction.UPLOAD,
                        transfer -> transfer.watch(Mono.firstWithSignal(
                                extendIfBroken(claimed, work.apply(transfer)),
                                keep(claimed).then(Mono.<T>empty()))))
                .single();
    }

    /** The time of an upload begins with its last byte, also where days passed before that and no answer came after it. */
    private <T> Mono<T> extendIfBroken(ClaimedUpload claimed, Mono<T> work) {
        Mono<Void> extend = Mono.defer(() -> uploads.extend(claimed.id(), expiry()))
                // The caller has an error to tell, or has gone.
                .onErrorComplete();
        return Mono.usingWhen(
                Mono.just(claimed), running -> work, done -> Mono.empty(), (broken, error) -> extend, gone -> extend);
    }

    /** Never completes; fails if the claim is lost. */
    private Mono<Void> keep(ClaimedUpload claimed) {
        return Flux.interval(limits.expiry().dividedBy(RENEWALS))
                .onBackpressureDrop()
                .concatMap(tick -> contents.renew(claimed.content(), claimed.epoch())
                        .then(Mono.defer(() -> uploads.extend(claimed.id(), expiry()))))
                .then();
    }

    /** Removes an upload. The file of a published one stays. */
    Mono<Void> delete(ActiveTransfer.Party uploader, UploadId id) {
        return find(uploader, id)
                .flatMap(this::takeOver)
                .flatMap(claimed -> mayBecomeAFile(claimed.upload()) ? uploads.delete(id) : drop(claimed))
                .transform(ResumableUploads::inOurWords);
    }

    /** Whoever was about to publish it may do so at this moment: then its bytes are for the sweep to judge. */
    private static boolean mayBecomeAFile(Upload upload) {
        return upload.published() || upload.digest().isPresent();
    }

    /**
     * The upload goes before its bytes: somebody may have taken it over since and be about to publish it. Bytes that are
     * left behind are swept.
     */
    private Mono<Void> drop(ClaimedUpload claimed) {
        return uploads.drop(claimed.id(), claimed.epoch()).then(Mono.defer(() -> contents.delete(claimed.content())));
    }

    private Mono<ClaimedUpload> takeOver(Upload upload) {
        if (upload.published()) {
            return Mono.just(UploadClaims.published(upload));
        }
        // What comes from here on may have a newer claim; the store's epochs tell.
        Optional<RunningPatches.Patch> before = patches.find(upload.id());
        return claims.claim(upload)
                .doOnNext(claimed -> before.ifPresent(patch -> patches.overtake(upload.id(), patch)));
    }

    private Mono<Upload> find(ActiveTransfer.Party uploader, UploadId id) {
        return uploads.find(id)
                .filter(upload -> upload.owner().equals(uploader.username()))
                .filter(upload -> clock.instant().isBefore(upload.expiresAt()))
                .switchIfEmpty(Mono.error(NoSuchUploadException::new));
    }

    private Instant expiry() {
        return clock.instant().plus(limits.expiry()).truncatedTo(ChronoUnit.MILLIS);
    }

    private static <T> Mono<T> inOurWords(Mono<T> work) {
        return work.onErrorMap(StaleClaimException.class, stale -> new UploadTakenOverException())
                .onErrorMap(NoSuchContentException.class, gone -> new NoSuchUploadException());
    }
}
