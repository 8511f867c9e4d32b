package dev.ezworks.server.transfers;

import dev.ezworks.server.content.ContentId;
import java.time.Clock;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Every transfer that is running on this server. */
public final class ActiveTransfers {
    private final Clock clock;
    private final TransferListener listener;
    private final Set<ActiveTransfer> active = ConcurrentHashMap.newKeySet();

    /** Of which nobody hears. */
    public ActiveTransfers(Clock clock) {
        this(clock, TransferListener.NONE);
    }

    public ActiveTransfers(Clock clock, TransferListener listener) {
        this.clock = clock;
        this.listener = listener;
    }

    /** Runs {@code work} as a transfer that is listed from its subscription until it ends, fails or is cancelled. */
    public <T> Flux<T> run(
            ActiveTransfer.Party party,
            ContentId content,
            Direction direction,
            Function<ActiveTransfer, ? extends Publisher<T>> work) {
        return Flux.using(
                () -> {
                    ActiveTransfer transfer = new ActiveTransfer(party, content, direction, clock.instant(), listener);
                    active.add(transfer);
                    return transfer;
                },
                transfer -> Flux.<T>from(work.apply(transfer))
                        .doOnComplete(() -> listener.completed(transfer))
                        .doOnCancel(() -> listener.cancelled(transfer))
                        .doOnError(failure -> listener.failed(transfer, failure)),
                active::remove);
    }

    /** How many run in this direction. */
    public long count(Direction direction) {
        return active.stream()
                .filter(transfer -> transfer.direction() == direction)
                .count();
    }

    /** What runs at this moment; changes under way show or not. */
    public Collection<ActiveTransfer> all() {
        return Set.copyOf(active);
    }

    /** Whether any transfer reads or writes this content. */
    public boolean holds(ContentId content) {
        return active.stream().anyMatch(transfer -> transfer.content().equals(content));
    }

    /** {@linkplain ActiveTransfer#end Ends} every transfer. */
    public void endAll() {
        active.forEach(ActiveTransfer::end);
    }
}
