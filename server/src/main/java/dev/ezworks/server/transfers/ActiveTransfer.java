package dev.ezworks.server.transfers;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.server.content.ContentId;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A transfer that is running. */
public final class ActiveTransfer {
    private final Party party;
    private final ContentId content;
    private final Direction direction;
    private final Instant startedAt;
    private final TransferListener listener;
    private final AtomicLong bytes = new AtomicLong();
    private final Sinks.Empty<Void> end = Sinks.empty();
    private volatile boolean ended;

    /**
     * Who is transferring.
     *
     * @param sidHash names the session, see {@code session.Session}
     */
    public record Party(String sidHash, Role role, Username username) {}

    ActiveTransfer(Party party, ContentId content, Direction direction, Instant startedAt, TransferListener listener) {
        this.party = party;
        this.content = content;
        this.direction = direction;
        this.startedAt = startedAt;
        this.listener = listener;
    }

    public Party party() {
        return party;
    }

    public ContentId content() {
        return content;
    }

    public Direction direction() {
        return direction;
    }

    public Instant startedAt() {
        return startedAt;
    }

    /** Content bytes moved so far. */
    public long bytes() {
        return bytes.get();
    }

    /** Counts content bytes that have moved. */
    public void add(long count) {
        bytes.addAndGet(count);
        listener.moved(direction, count);
    }

    /** Makes the transfer fail with a {@link TransferEndedException}, at its next byte at the latest. */
    public void end() {
        ended = true;
        end.tryEmitEmpty();
    }

    /** Whether it was {@linkplain #end ended}. */
    public boolean isEnded() {
        return ended;
    }

    /**
     * The same elements, counted, and failing when the transfer is {@linkplain #end ended}. Not for elements that must
     * be released: one that is under way at that moment is dropped.
     */
    public <T> Flux<T> watch(Flux<T> pieces, ToIntFunction<T> size) {
        return pieces.doOnNext(piece -> add(size.applyAsInt(piece)))
                .takeUntilOther(end.asMono())
                .concatWith(failIfEnded());
    }

    /** The same, failing when the transfer is {@linkplain #end ended}. */
    public <T> Mono<T> watch(Mono<T> work) {
        return work.takeUntilOther(end.asMono()).switchIfEmpty(failIfEnded());
    }

    /** The signal to end is no error itself: takeUntilOther cancels its source when the other completes, not when it fails. */
    private <T> Mono<T> failIfEnded() {
        return Mono.defer(() -> ended ? Mono.error(new TransferEndedException()) : Mono.empty());
    }
}
