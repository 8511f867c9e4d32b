package dev.ezworks.server.uploads;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The pieces that are arriving on this server, and the uploads that are being completed without one: one at most of each
 * upload. Of two pieces that come for the same place the first gets through as long as it moves; one that stands still is
 * taken over by the next. The store's epochs decide who may write, this only keeps the second from ending the first for
 * nothing, and lets the first end at once if it must.
 */
final class RunningPatches {
    // A piece that is seen not to move so many times in a row has stalled.
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final int LOOKS = 10;

    private final ConcurrentMap<UploadId, Patch> running = new ConcurrentHashMap<>();

    /** A piece that is arriving, or a completion. */
    static final class Patch {
        private final long epoch;
        private final AtomicLong moves = new AtomicLong();
        private volatile boolean whole;
        private final Sinks.Empty<Void> overtaken = Sinks.empty();

        private Patch(long epoch) {
            this.epoch = epoch;
        }

        /** A piece, which has yet to claim its upload: its claim will be newer than all there are. */
        private static Patch piece() {
            return new Patch(Long.MAX_VALUE);
        }

        /** To a completion nothing comes, and it has not stalled. */
        private static Patch completion(long epoch) {
            Patch completion = new Patch(epoch);
            completion.whole();
            return completion;
        }

        /** Some of its bytes have come. */
        void moved() {
            moves.incrementAndGet();
        }

        /** All of its bytes have come: from here on it does not move, and has not stalled. */
        void whole() {
            whole = true;
        }

        private boolean hasMovedSince(long before) {
            return whole || moves.get() != before;
        }

        private <T> Mono<T> watch(Mono<T> work) {
            return work.takeUntilOther(overtaken.asMono()).switchIfEmpty(Mono.error(UploadTakenOverException::new));
        }

        private void end() {
            overtaken.tryEmitEmpty();
        }
    }

    /**
     * Does the work of a piece. Fails with {@link UploadOffsetException} while another piece of this upload moves, with
     * {@link UploadTakenOverException} once this one is overtaken.
     *
     * @param work gives a result
     */
    <T> Mono<T> run(UploadId id, Function<Patch, Mono<T>> work) {
        return Mono.usingWhen(begin(id), patch -> patch.watch(work.apply(patch)), patch -> end(id, patch));
    }

    /**
     * Completes an upload that somebody has claimed. Ends whoever does so with an older claim; fails with
     * {@link UploadTakenOverException} where, or once, somebody has come who has a newer one.
     *
     * @param work gives a result
     */
    <T> Mono<T> complete(UploadId id, long epoch, Mono<T> work) {
        return Mono.usingWhen(beginCompletion(id, epoch), patch -> patch.watch(work), patch -> end(id, patch));
    }

    private Mono<Patch> beginCompletion(UploadId id, long epoch) {
        return Mono.defer(() -> {
            Patch mine = Patch.completion(epoch);
            Patch other = running.putIfAbsent(id, mine);
            if (other == null) {
                return Mono.just(mine);
            }
            if (other.epoch > epoch) {
                return Mono.error(new UploadTakenOverException());
            }
            if (!running.replace(id, other, mine)) {
                return beginCompletion(id, epoch);
            }
            other.end();
            return Mono.just(mine);
        });
    }

    private Mono<Patch> begin(UploadId id) {
        return Mono.defer(() -> {
            Patch mine = Patch.piece();
            Patch other = running.putIfAbsent(id, mine);
            return other == null ? Mono.just(mine) : await(id, other, mine);
        });
    }

    private Mono<Patch> await(UploadId id, Patch other, Patch mine) {
        long before = other.moves.get();
        return Flux.interval(LOOK_EVERY)
                .take(LOOKS)
                .takeUntil(look -> other.hasMovedSince(before) || running.get(id) != other)
                .then(Mono.defer(() -> {
                    if (running.get(id) != other) {
                        return begin(id);
                    }
                    return other.hasMovedSince(before)
                            ? Mono.error(UploadOffsetException.moving())
                            : replace(id, other, mine);
                }));
    }

    private Mono<Patch> replace(UploadId id, Patch other, Patch mine) {
        if (!running.replace(id, other, mine)) {
            return begin(id);
        }
        other.end();
        return Mono.just(mine);
    }

    private Mono<Void> end(UploadId id, Patch patch) {
        return Mono.fromRunnable(() -> running.remove(id, patch));
    }

    /** The piece that is arriving, or the completion, if there is one. */
    Optional<Patch> find(UploadId id) {
        return Optional.ofNullable(running.get(id));
    }

    /** Ends a piece that is still arriving, or a completion: somebody else has claimed the upload since it was found. */
    void overtake(UploadId id, Patch found) {
        if (running.remove(id, found)) {
            found.end();
        }
    }
}
