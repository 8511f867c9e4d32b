package dev.ezworks.server.uploads;

import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.Durability;
import dev.ezworks.server.content.Slab;
import dev.ezworks.server.transfers.ActiveTransfer;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Adds the bytes of a piece to the content of an upload: counted, digested, verified. */
final class PieceWriter {
    // As in Uploads: enough that neither the network nor who digests and writes waits for the other.
    private static final int SLABS_AHEAD = 4;

    private final ContentStore contents;
    private final UploadStore uploads;
    private final RunningDigests digests;
    private final UploadLimits limits;
    private final Scheduler scheduler;

    /** @param scheduler where bytes are digested and written; its threads may block, and it drops no task */
    PieceWriter(UploadPorts ports, RunningDigests digests, UploadLimits limits, Scheduler scheduler) {
        this.contents = ports.contents();
        this.uploads = ports.uploads();
        this.digests = digests;
        this.limits = limits;
        this.scheduler = scheduler;
    }

    /**
     * Writes a piece to an upload into which the caller has {@linkplain UploadStore#enter entered}. If it breaks off,
     * what came before is kept, unless it had to be verified.
     *
     * @param next what follows, with the upload that has the bytes, and makes them durable by {@link UploadClaims#confirm}
     *     or {@link ContentStore#seal}. If it does not come to that they are made durable all the same
     */
    <T> Mono<T> write(
            ClaimedUpload claimed,
            Piece piece,
            ActiveTransfer transfer,
            RunningPatches.Patch patch,
            Function<ClaimedUpload, Mono<T>> next) {
        return Mono.defer(() -> {
            Arrival arrival = new Arrival(claimed, piece);
            Flux<Slab> bytes = piece.bytes()
                    .apply(patch::moved)
                    .doOnNext(slab -> transfer.add(slab.length()))
                    .doOnComplete(patch::whole)
                    .publishOn(scheduler, SLABS_AHEAD)
                    .doOnDiscard(Slab.class, Slab::release)
                    .map(arrival::take);
            Mono<Long> append =
                    contents.append(claimed.content(), claimed.epoch(), claimed.size(), bytes, Durability.ON_THE_WAY);
            return Mono.usingWhen(
                    append,
                    size -> verify(claimed, arrival)
                            .then(Mono.defer(
                                    () -> next.apply(new ClaimedUpload(claimed.upload(), claimed.epoch(), size)))),
                    size -> Mono.empty(),
                    (size, error) -> keep(claimed),
                    size -> keep(claimed));
        });
    }

    /** Content to which nothing more comes must not stay open. Fails with nothing: the caller has an error to tell. */
    private Mono<Void> keep(ClaimedUpload claimed) {
        return contents.sync(claimed.content(), claimed.epoch()).onErrorComplete();
    }

    private Mono<Void> verify(ClaimedUpload claimed, Arrival arrival) {
        if (arrival.isUnchecked()) {
            return Mono.empty();
        }
        Mono<Void> verified = Mono.defer(() -> uploads.verified(claimed.id(), claimed.epoch()));
        if (arrival.matchesChecksum()) {
            return verified;
        }
        return contents.truncate(claimed.content(), claimed.epoch(), claimed.size())
                .doOnSuccess(cut -> digests.truncated(claimed.content(), claimed.epoch(), claimed.size()))
                .then(verified)
                .then(Mono.error(ChecksumMismatchException::new));
    }

    /** The bytes of one piece as they come. */
    private final class Arrival {
        private final ClaimedUpload claimed;
        private final Optional<Checksum> checksum;
        private final long end;
        // Of the whole; none if what came before has not been digested here.
        private final @Nullable MessageDigest whole;
        private final @Nullable MessageDigest ofPiece;
        private long size;

        Arrival(ClaimedUpload claimed, Piece piece) {
            this.claimed = claimed;
            this.checksum = piece.checksum();
            this.size = claimed.size();
            long most = claimed.upload().length().orElse(limits.maxFileSize());
            this.end = checksum.isPresent() ? Math.min(most, size + UploadLimits.VERIFIED_PIECE) : most;
            RunningDigests.State known = digests.longest(claimed.content(), claimed.epoch());
            this.whole = known.size() == size ? known.digest() : null;
            this.ofPiece = checksum.map(Checksum::newDigest).orElse(null);
        }

        Slab take(Slab slab) {
            size += slab.length();
            if (size > end) {
                slab.release();
                throw tooLong();
            }
            if (whole != null) {
                whole.update(slab.array(), 0, slab.length());
                digests.digested(claimed.content(), claimed.epoch(), size, whole);
            }
            if (ofPiece != null) {
                ofPiece.update(slab.array(), 0, slab.length());
            }
            return slab;
        }

        private RuntimeException tooLong() {
            Optional<Long> length = claimed.upload().length();
            if (length.isPresent() && size > length.get()) {
                return UploadLengthException.beyond(length.get());
            }
            return checksum.isPresent()
                    ? new PieceTooLargeException(UploadLimits.VERIFIED_PIECE)
                    : new FileTooLargeException(limits.maxFileSize());
        }

        boolean isUnchecked() {
            return checksum.isEmpty();
        }

        boolean matchesChecksum() {
            return ofPiece != null && checksum.orElseThrow().matches(ofPiece);
        }
    }
}
