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
 * <p><b>Writers are fenced, not locked.</b> {@link #create}, {@link #claim} and {@link #claimExpired} hand out an epoch;
 * whatever writes carries it and fails with {@link StaleClaimException} once somebody has claimed the content after
 * that. A claim serves one append at a time, and nothing else meanwhile.
 *
 * <p><b>Leases.</b> Content that no version refers to is kept until its lease ends; every write renews it. Sealing does
 * not end the lease, {@link #settle} does, when the catalog refers to the content: so whatever a crash leaves behind is
 * found by {@link #expired}.
 *
 * <p><b>What a crash may undo.</b> Creating, appending, sealing, renewing and settling need not be durable by
 * themselves. They are at the latest when a claim, a {@link #sync}, a {@link #truncate} or the publish of the content
 * has completed, by which time all that happened to the content before is durable. So nothing is promised to anybody
 * else before one of these.
 *
 * <p>Unless said otherwise a call is atomic, a claim or removal has happened durably when it completes, and a call fails
 * with {@link NoSuchContentException} if the content does not exist or, for a write, is sealed already; any other failure
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
     * Like {@link #claim(ContentId, Duration)}, for whoever means to append at this offset. Where more is known to be
     * there, durably, that can only be wrong: then it fails with {@link OffsetMismatchException}, nothing changes, and
     * nobody loses a claim. What is known may lag behind an append that is under way, so the claim may still tell another
     * size.
     *
     * @param offset in bytes, 0 or more
     */
    Mono<Claim> claim(ContentId id, Duration lease, long offset);

    /**
     * Like {@link #claim(ContentId, Duration)}, if the lease has ended at that very moment; for whoever means to delete
     * the content.
     *
     * @return empty, and nothing has changed, if somebody has renewed the lease
     */
    Mono<Claim> claimExpired(ContentId id, Duration lease);

    /** Adds bytes that are of no use until all of them are there, see {@link Durability#AT_THE_END}. */
    default Mono<Long> append(ContentId id, long epoch, long offset, Flux<Slab> bytes) {
        return append(id, epoch, offset, bytes, Durability.AT_THE_END);
    }

    /**
     * Adds bytes at the end. Releases every slab it is given, whatever happens. The signal of a slab may block.
     *
     * <p>On error or cancellation the bytes that are already stored without a gap are kept; {@link #claim} tells how
     * many. On its way the lease is renewed and what is stored is made durable, as often as {@code durability} says.
     * Fails with {@link StorageFullException} when there is no room for more.
     *
     * <p>Once the content has been claimed by somebody else, or deleted, the append ends within two seconds, also while
     * no slab arrives, and cancels its source.
     *
     * @param offset must be the present size, else {@link OffsetMismatchException} and nothing changes
     * @return the new size, once all bytes are stored; {@link #sync}, {@link #seal} or {@link #delete} has to follow,
     *     whatever happens to the caller: until then the store may hold the content open
     */
    Mono<Long> append(ContentId id, long epoch, long offset, Flux<Slab> bytes, Durability durability);

    /** Makes durable what has been appended to unfinished content: from then on no crash brings its size down. */
    Mono<Void> sync(ContentId id, long epoch);

    /**
     * Drops the bytes of unfinished content beyond a size, durably, and makes durable what comes before. Renews the
     * lease. Should it fail half-way, {@link #claim} tells whether the content has the old size or the new one.
     *
     * @param size in bytes, at most the present size, else {@link OffsetMismatchException} and nothing changes
     */
    Mono<Void> truncate(ContentId id, long epoch, long size);

    /**
     * Reads back what unfinished content consists of so far, in order, with back-pressure, like {@link #read}; to go on
     * with a digest, or to check. Fails with {@link StaleClaimException} if the claim is overtaken when it begins; what
     * it gives if that happens later is of no use, as is whatever else is done with such a claim.
     *
     * @param range must lie within the present size, else {@link OffsetMismatchException}
     */
    Flux<ByteBuffer> readUnfinished(ContentId id, long epoch, ByteRange range);

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
     * Reads sealed content, in order, with back-pressure, at most a few MiB ahead of the reader. What the store holds
     * comes out of the memory that all transfers share. A buffer counts until its signal has been handled: who needs the
     * bytes for longer copies them, or holds memory that nobody knows of.
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
