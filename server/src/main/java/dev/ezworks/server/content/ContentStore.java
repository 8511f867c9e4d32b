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
 * <p>Unless said otherwise a call is atomic, has happened durably when it completes, and fails with
 * {@link NoSuchContentException} if the content does not exist or, for a write, is sealed already; any other failure
 * of the store is a {@link StoreUnavailableException}.
 */
public interface ContentStore {
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
     * many. The lease is renewed at least every 16 MiB or minute of progress, whichever comes later.
     *
     * @param offset must be the present size, else {@link OffsetMismatchException} and nothing changes
     * @return the new size, once all bytes are durable
     */
    Mono<Long> append(ContentId id, long epoch, long offset, Flux<Slab> bytes);

    /**
     * Makes the content immutable and readable. The lease runs on, renewed.
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
     * {@link DamagedContentException} if bytes are missing.
     *
     * @param range must lie within the content
     */
    Flux<ByteBuffer> read(ContentId id, ByteRange range);

    /**
     * The file that holds exactly this sealed content, for {@code sendfile}; empty where the store has no such file.
     * It may be gone when it is opened, if the content is deleted meanwhile.
     */
    Optional<Path> file(ContentId id);

    /** Removes content, whatever its state, with all that belongs to it. Removing what does not exist does nothing. */
    Mono<Void> delete(ContentId id);

    /** Content whose lease has ended, sealed or not, in no order. */
    Flux<ContentId> expired();
}
