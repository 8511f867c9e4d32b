package dev.ezworks.server.uploads;

import dev.ezworks.server.content.Claim;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.NoSuchContentException;
import dev.ezworks.server.content.OffsetMismatchException;
import dev.ezworks.server.files.FileCatalog;
import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Takes uploads over: whoever held one before can change it no more. */
final class UploadClaims {
    // Content must not go before its upload does: it is kept by this part of the time longer.
    private static final int MARGIN_PART = 24;

    private final ContentStore contents;
    private final UploadStore uploads;
    private final FileCatalog catalog;
    private final RunningDigests digests;
    private final Duration lease;

    /** @param expiry how long an upload is kept after its last byte */
    UploadClaims(UploadPorts ports, RunningDigests digests, Duration expiry) {
        this.contents = ports.contents();
        this.uploads = ports.uploads();
        this.catalog = ports.catalog();
        this.digests = digests;
        this.lease = expiry.plus(expiry.dividedBy(MARGIN_PART));
    }

    /** Begins the content of an upload, claimed. */
    Mono<Claim> begin(Upload upload) {
        return contents.create(upload.content(), lease)
                .doOnNext(claim -> digests.claimed(upload.content(), claim.epoch(), claim.size()));
    }

    /**
     * Claims an upload. A published one is given as it is, with its length. Fails with {@link NoSuchUploadException} if
     * it is gone, or its bytes are.
     */
    Mono<ClaimedUpload> claim(Upload upload) {
        return claim(upload, contents.claim(upload.content(), lease));
    }

    /**
     * Claims an upload for a piece that begins at this offset. Where that can only be wrong it fails with
     * {@link UploadOffsetException}, and whoever holds a claim keeps it: another server cannot see whether they still
     * send. An offset that may be right is for the caller to compare with what the claim finds.
     */
    Mono<ClaimedUpload> claim(Upload upload, long offset) {
        Optional<Long> length = upload.length();
        if (length.isPresent() && offset > length.get()) {
            return Mono.error(UploadOffsetException.beyond(length.get()));
        }
        Optional<Long> verified = upload.unverifiedFrom();
        if (verified.isEmpty()) {
            return claim(upload, contents.claim(upload.content(), lease, offset))
                    .onErrorMap(
                            OffsetMismatchException.class, mismatch -> UploadOffsetException.before(mismatch.actual()));
        }
        // What is not verified may have to go, so it does not count.
        return offset < verified.get() ? Mono.error(UploadOffsetException.before(verified.get())) : claim(upload);
    }

    private Mono<ClaimedUpload> claim(Upload upload, Mono<Claim> claimed) {
        return claimed.flatMap(claim -> looked(upload, claim))
                .onErrorResume(NoSuchContentException.class, gone -> withoutContent(upload.id()));
    }

    /** Makes durable what has been written with a claim. Fails if it has been overtaken. */
    Mono<Void> confirm(ClaimedUpload written) {
        return contents.sync(written.content(), written.epoch())
                .doOnSuccess(synced -> digests.stored(written.content(), written.epoch(), written.size()));
    }

    /** What others have noted of the upload counts as of the claim: it keeps them from noting more that matters. */
    private Mono<ClaimedUpload> looked(Upload upload, Claim claim) {
        return find(upload.id()).flatMap(now -> {
            long size = Math.min(claim.size(), now.unverifiedFrom().orElse(claim.size()));
            // Before anything is cut: if that fails another server may cut, and write other bytes there.
            digests.claimed(now.content(), claim.epoch(), size);
            ClaimedUpload claimed = new ClaimedUpload(now, claim.epoch(), size);
            return size < claim.size()
                    ? contents.truncate(now.content(), claim.epoch(), size).thenReturn(claimed)
                    : Mono.just(claimed);
        });
    }

    /** Content that cannot be claimed is settled, since its file has appeared, or it is lost. */
    private Mono<ClaimedUpload> withoutContent(UploadId id) {
        return find(id).flatMap(upload -> {
            if (upload.published()) {
                return Mono.just(published(upload));
            }
            return catalog.refersTo(upload.content())
                    .flatMap(used -> used && upload.digest().isPresent()
                            ? uploads.published(id).thenReturn(published(upload))
                            : uploads.delete(id).then(Mono.error(NoSuchUploadException::new)));
        });
    }

    /** Nothing more can be done to it, so nobody needs a claim. */
    static ClaimedUpload published(Upload upload) {
        return new ClaimedUpload(
                upload.published() ? upload : upload.asPublished(),
                0,
                upload.length().orElseThrow());
    }

    private Mono<Upload> find(UploadId id) {
        return uploads.find(id).switchIfEmpty(Mono.error(NoSuchUploadException::new));
    }
}
