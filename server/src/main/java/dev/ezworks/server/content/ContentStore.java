package dev.ezworks.server.content;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps bytes. Content begins unfinished, is appended to, is {@linkplain #seal sealed} and from then on never changes.
 *
 * <p><b>Writers are fenced, not locked.</b> {@link #create} and {@link #claim} hand out an epoch; append, seal, renew
 * and settle carry it and fail with {@link StaleClaimException} once somebody has claimed the content after that. A
 * claim serves one append at a time.
 *
 * <p><b>Leases.</b> Content that no version refers to is kept until its lease ends; every write renews it. Sealing does
 * not end the lease, {@link #settle} does, when the catalog refers to the content: so whatever a crash leaves behind is
 * found by {@link #expired}.
 *
 * <p><b>What a crash may undo.</b> Creating, appending, sealing, renewing and settling need not be durable by
 * themselves. They are at the latest when a claim, a {@link #sync} or the publish of the content has completed, by which
 * time all that happened to the content before is durable. So nothing is promised to anybody else before one of these.
 *
 * <p>Unless said otherwise a call is atomic, a claim or removal has happened durably when it completes, and a call fails
 * with
 * {@link NoSuchContentException} if the content does not exist or, for a write, is sealed already; any other failure
 * of the store is a {@link StoreUnavailableException}.
 */
public interface ContentStore {
    /**
     * Completes if there seems to be room for this many bytes more; fails with {@link StorageFullException} if there is
     * none, to refuse in time what would fail in the end. It keeps nothing free: an append may still fail.
     *
     * @param bytes 0 or more
     */
    Mono<Void> requireRoom(long bytes);

    /**
     * Begins empty content, claimed by the caller.
     *
     * @param lease how long it is kept after its last write, at least a second
     */
    Mono<Claim> create(ContentId id, Duration lease);

    /**
     * Takes unfinished (or sealed but not settled) content over: from here on writes with an older claim are refused,
     * also those already under way, and change nothing. Renews the lease. Bytes beyond the first gap are dropped.
     */
    Mono<Claim> claim(ContentId id, Duration lease);

    /**
     * Adds bytes at the end. Releases every slab it is given, whatever happens. The signal of a slab may block.
     *
     * <p>On error or cancellation the bytes that are already stored without a gap are kept; {@link #claim} tells how
     * many. At least every 16 MiB or minute of progress, whichever comes later, the lease is renewed and what is stored
     * is made durable. Fails with {@link StorageFullException} when there is no room for more.
     *
     * @param offset must be the present size, else {@link OffsetMismatchException} and nothing changes
     * @return the new size, once all bytes are stored; {@link #sync} or {@link #seal} has to follow
     */
    Mono<Long> append(ContentId id, long epoch, long offset, Flux<Slab> bytes);

    /** Makes durable what has been appended to unfinished content: from then on no crash brings its size down. */
    Mono<Void> sync(ContentId id, long epoch);

    /**
     * Makes the content immutable and readable; its bytes are durable then. The lease runs on, renewed.
     *
     * @param description its length must be the present size, else {@link OffsetMismatchException}
     */
    Mono<Void> seal(ContentId id, long epoch, ContentDescription description);

    /** Renews the lease of unfinished, or sealed but not settled, content for the time given when it was claimed. */
    Mono<Void> renew(ContentId id, long epoch);

    /**
     * Ends the lease of sealed content: the catalog refers to it now, and the sweep passes it by. Doing it again does
     * nothing.
     */
    Mono<Void> settle(ContentId id, long epoch);

    /**
     * Reads sealed content, in order, with back-pressure, at most a few MiB ahead of the reader.
     *
     * <p>Fails with {@link NoSuchContentException} if there is no such sealed content, with
     * {@link DamagedContentException} if bytes are missing or the disk cannot give them; before the first byte where
     * that can be known by then.
     *
     * @param range must lie within the content
     */
    Flux<ByteBuffer> read(ContentId id, ByteRange range);

    /**
     * The file that holds exactly this sealed content, for {@code sendfile}; empty where the store has no such file, or
     * one of another length. It may be gone when it is opened, if the content is deleted meanwhile.
     *
     * @param length in bytes, as it was sealed
     */
    Optional<Path> file(ContentId id, long length);

    /**
     * How many bytes the store has of sealed content: as many as were sealed, unless the content is damaged. Fails with
     * {@link NoSuchContentException} if there is no such sealed content.
     */
    Mono<Long> length(ContentId id);

    /** Removes content, whatever its state, with all that belongs to it. Removing what does not exist does nothing. */
    Mono<Void> delete(ContentId id);

    /** Content whose lease has ended, sealed or not, in no order. */
    Flux<ContentId> expired();
}
