package dev.ezworks.server.uploads;

import dev.ezworks.api.Sha256;
import dev.ezworks.server.content.ByteRange;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.NoSuchContentException;
import dev.ezworks.server.content.StaleClaimException;
import dev.ezworks.server.files.AlreadyPublishedException;
import dev.ezworks.server.files.NewVersion;
import dev.ezworks.server.files.PreconditionFailedException;
import dev.ezworks.server.transfers.ActiveTransfer;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The way from an upload's last byte to the file. Each step can be repeated, so whoever claims an upload that is whole
 * goes on where another broke off, on whichever server.
 */
final class Completion {
    private static final int READ_AHEAD = 2;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    // How much may have to be read again if whoever reads breaks off.
    private static final long KEEP_EVERY = 64L << 20;

    private final ContentStore contents;
    private final UploadStore uploads;
    private final Publication publication;
    private final UploadRights rights;
    private final RunningDigests digests;
    private final UploadLimits limits;
    private final Scheduler scheduler;

    /** @param scheduler where bytes are digested that have to be read again */
    Completion(
            UploadPorts ports,
            Publication publication,
            UploadRights rights,
            RunningDigests digests,
            UploadLimits limits,
            Scheduler scheduler) {
        this.contents = ports.contents();
        this.uploads = ports.uploads();
        this.publication = publication;
        this.rights = rights;
        this.digests = digests;
        this.limits = limits;
        this.scheduler = scheduler;
    }

    /**
     * Publishes a whole upload, into which the caller has {@linkplain UploadStore#enter entered}. Fails with
     * {@link DigestMismatchException}, and the upload is gone, if the bytes are not what the sender said; the same with
     * {@link PreconditionFailedException} if the name may not be taken.
     *
     * @return the upload, published
     */
    Mono<Upload> complete(ActiveTransfer.Party uploader, ClaimedUpload claimed) {
        return digest(claimed)
                .flatMap(digest -> requireExpected(claimed, digest)
                        .then(requireAllowed(uploader, claimed.size()))
                        .then(Mono.defer(() -> uploads.arrived(claimed.id(), claimed.epoch(), digest)))
                        .then(Mono.defer(() -> seal(claimed, digest)))
                        .flatMap(file -> publish(claimed, file))
                        .then(Mono.fromSupplier(
                                () -> claimed.upload().withDigest(digest).asPublished())))
                .doOnNext(upload -> digests.forget(upload.content()));
    }

    private Mono<Sha256> digest(ClaimedUpload claimed) {
        return Mono.justOrEmpty(claimed.upload().digest()).switchIfEmpty(Mono.defer(() -> compute(claimed)));
    }

    private Mono<Sha256> compute(ClaimedUpload claimed) {
        RunningDigests.State known = digests.longest(claimed.content(), claimed.epoch());
        Reading reading = new Reading(claimed, known);
        ByteRange rest = new ByteRange(known.size(), claimed.size() - known.size());
        return rest.length() == 0
                ? Mono.fromSupplier(reading::digest)
                : Mono.firstWithSignal(
                        contents.readUnfinished(claimed.content(), claimed.epoch(), rest)
                                // Should it be cancelled, what waits here is heap memory and needs no release.
                                .publishOn(scheduler, READ_AHEAD)
                                .doOnNext(reading::add)
                                .then(Mono.fromSupplier(reading::digest)),
                        overtaken(claimed));
    }

    /**
     * Fails once somebody else has claimed or deleted the content, on whatever server; never completes. What is read may
     * take hours, and the claim is looked at only where a reading begins.
     */
    private <T> Mono<T> overtaken(ClaimedUpload claimed) {
        return Flux.interval(LOOK_EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> contents.readUnfinished(claimed.content(), claimed.epoch(), ByteRange.whole(0))
                        .then()
                        .onErrorResume(error -> isOvertaken(error)
                                ? Mono.error(new UploadTakenOverException())
                                // Whether the store works, the reading finds out.
                                : Mono.empty()))
                .then(Mono.never());
    }

    /** Who comes later may have finished by now: then the content is no longer unfinished, or gone. */
    private static boolean isOvertaken(Throwable failure) {
        return failure instanceof StaleClaimException || failure instanceof NoSuchContentException;
    }

    /** Digests what is read again, and keeps how far it came. */
    private final class Reading {
        private final ClaimedUpload claimed;
        private final MessageDigest digest;
        private long size;
        private long kept;

        Reading(ClaimedUpload claimed, RunningDigests.State known) {
            this.claimed = claimed;
            this.digest = known.digest();
            this.size = known.size();
            this.kept = known.size();
        }

        void add(ByteBuffer bytes) {
            size += bytes.remaining();
            digest.update(bytes);
            if (size - kept >= KEEP_EVERY) {
                digests.digested(claimed.content(), claimed.epoch(), size, digest);
                kept = size;
            }
        }

        Sha256 digest() {
            return Sha256.ofBytes(digest.digest());
        }
    }

    /** Nothing can mend bytes that are not what they should be. */
    private Mono<Void> requireExpected(ClaimedUpload claimed, Sha256 actual) {
        return Mono.justOrEmpty(claimed.upload().expected())
                .filter(expected -> !expected.equals(actual))
                .flatMap(expected -> uploads.drop(claimed.id(), claimed.epoch())
                        .then(Mono.defer(() -> contents.delete(claimed.content())))
                        .then(Mono.error(() -> new DigestMismatchException(expected, actual))));
    }

    private Mono<Void> requireAllowed(ActiveTransfer.Party uploader, long size) {
        return size > limits.maxFileSize()
                ? Mono.error(() -> new FileTooLargeException(limits.maxFileSize()))
                : rights.require(uploader);
    }

    private Mono<SealedFile> seal(ClaimedUpload claimed, Sha256 digest) {
        Upload upload = claimed.upload();
        NewVersion version = new NewVersion(
                upload.name(), upload.content(), claimed.size(), upload.contentType(), digest, upload.precondition());
        return publication
                .seal(upload.owner(), version, claimed.epoch())
                // Who came this far before has sealed it; or it is gone, then it has no length.
                .onErrorResume(
                        NoSuchContentException.class,
                        before ->
                                contents.length(upload.content()).thenReturn(new SealedFile(version, claimed.epoch())));
    }

    private Mono<Void> publish(ClaimedUpload claimed, SealedFile file) {
        return publication
                .publish(claimed.upload().owner(), List.of(file))
                .then()
                .onErrorResume(AlreadyPublishedException.class, before -> publication.settleBefore(file, before))
                // It will not appear. Its bytes are for the sweep: an older request may still be in mid-publish.
                .onErrorResume(
                        PreconditionFailedException.class,
                        refused -> uploads.delete(claimed.id()).then(Mono.error(refused)))
                .then(Mono.defer(() -> uploads.published(claimed.id())));
    }
}
