package dev.ezworks.server.uploads;

import dev.ezworks.api.Sha256;
import dev.ezworks.api.Username;
import java.time.Instant;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Keeps resumable uploads, without their bytes.
 *
 * <p>A call is atomic, and visible on every server when it completes; a change may be undone by a power cut until the
 * content has become durable that was written after it. A failure of the store is a
 * {@link dev.ezworks.server.content.StoreUnavailableException}.
 *
 * <p>Who writes to an upload {@linkplain #enter enters} first, with the epoch of its claim on the content. From then on
 * whoever holds an older claim can no longer change it: such a call fails with {@link UploadTakenOverException}, or with
 * {@link NoSuchUploadException} where the upload is gone.
 */
public interface UploadStore {
    /** Adds an upload. Durable when it completes. */
    Mono<Void> create(Upload upload);

    /** The upload; empty if there is none. It may have expired: the caller looks at its time. */
    Mono<Upload> find(UploadId id);

    /** How many uploads of this owner are not published and do not expire before this instant. */
    Mono<Long> countUnfinished(Username owner, Instant at);

    /** Enters with this epoch, which must be newer than that of everybody who has entered, and notes what the entry says. */
    Mono<Void> enter(UploadId id, long epoch, Entry entry);

    /**
     * What somebody brings who is about to write.
     *
     * @param expiresAt the new time
     * @param length of the whole, where it is told now; empty: leaves it as it is
     * @param expected what the whole must come to; empty: leaves it as it is
     * @param unverifiedFrom see {@link Upload}; empty: everything that is there is verified
     * @param adding whether bytes are missing and will be added: a digest that was {@linkplain #arrived noted} is then of
     *     bytes that a crash has undone, and is forgotten
     */
    record Entry(
            Instant expiresAt,
            Optional<Long> length,
            Optional<Sha256> expected,
            Optional<Long> unverifiedFrom,
            boolean adding) {}

    /** Notes that the piece that was to be verified is. */
    Mono<Void> verified(UploadId id, long epoch);

    /** Notes that all has arrived and has this digest: from here on the upload may become a file. */
    Mono<Void> arrived(UploadId id, long epoch, Sha256 digest);

    /** Notes that the file has appeared. Does nothing if the upload is gone. */
    Mono<Void> published(UploadId id);

    /** Lets the upload expire at another time. Does nothing if it is gone. */
    Mono<Void> extend(UploadId id, Instant expiresAt);

    /**
     * Removes an upload that cannot become a file, for whoever holds this claim, whether it has entered or not. Once it
     * is gone nobody enters any more, with whatever claim. Fails also if it {@linkplain #arrived has arrived}: then it
     * may be a file.
     */
    Mono<Void> drop(UploadId id, long epoch);

    /** Removes an upload. Removing one that does not exist does nothing. */
    Mono<Void> delete(UploadId id);

    /** Removes the uploads that expired before this instant. */
    Mono<Void> deleteExpired(Instant instant);
}
