package dev.ezworks.server.content;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A {@link ContentStore} for tests of those who use one: everything on the heap, one lock. */
public final class InMemoryContentStore implements ContentStore {
    private static final int READ_SIZE = 64 * 1024;

    private final Map<ContentId, Content> contents = new HashMap<>();
    private final Clock clock;
    private volatile long capacity = Long.MAX_VALUE;

    /** An empty store whose leases run on this clock. */
    public InMemoryContentStore(Clock clock) {
        this.clock = clock;
    }

    /** How many contents there are, in whatever state. */
    public synchronized int count() {
        return contents.size();
    }

    /** How many contents are sealed and settled. */
    public synchronized long countSettled() {
        return contents.values().stream()
                .filter(content -> content.state == State.SETTLED)
                .count();
    }

    /** Does what the sweep does when all leases have ended and no version refers to the content. */
    public synchronized void removeUnsettled() {
        contents.values().removeIf(content -> content.state != State.SETTLED);
    }

    /** How many contents an append has ended on that no sync or seal, nor anything else, has made durable. */
    public synchronized long countUnsynced() {
        return contents.values().stream().filter(content -> content.unsynced).count();
    }

    /** How many contents of at least so many bytes are not sealed. */
    public synchronized long countUnfinished(long bytes) {
        return contents.values().stream()
                .filter(content -> content.state == State.UNFINISHED && content.bytes.size() >= bytes)
                .count();
    }

    /** Lets it have room for no more than this many bytes, of all contents together. */
    public void limitTo(long bytes) {
        capacity = bytes;
    }

    @Override
    public Mono<Void> requireRoom(long bytes) {
        return Mono.fromRunnable(() -> checkRoom(bytes));
    }

    private synchronized void checkRoom(long bytes) {
        long used = contents.values().stream()
                .mapToLong(content -> content.bytes.size())
                .sum();
        if (used + bytes > capacity) {
            throw new StorageFullException("it is full");
        }
    }

    @Override
    public Mono<Claim> create(ContentId id, Duration lease) {
        return Mono.fromCallable(() -> {
            synchronized (this) {
                Content content = new Content();
                contents.put(id, content);
                return content.claim(clock.instant(), lease);
            }
        });
    }

    @Override
    public Mono<Claim> claim(ContentId id, Duration lease) {
        return Mono.fromCallable(() -> {
            synchronized (this) {
                return unsettled(id).claim(clock.instant(), lease);
            }
        });
    }

    @Override
    public Mono<Claim> claim(ContentId id, Duration lease, long offset) {
        return Mono.fromCallable(() -> {
            synchronized (this) {
                Content content = unsettled(id);
                if (content.bytes.size() > offset) {
                    throw new OffsetMismatchException(id, offset, content.bytes.size());
                }
                return content.claim(clock.instant(), lease);
            }
        });
    }

    @Override
    public Mono<Claim> claimExpired(ContentId id, Duration lease) {
        return Mono.defer(() -> {
            synchronized (this) {
                Content content = unsettled(id);
                Instant now = clock.instant();
                return content.isExpired(now) ? Mono.just(content.claim(now, lease)) : Mono.empty();
            }
        });
    }

    @Override
    public Mono<Long> append(ContentId id, long epoch, long offset, Flux<Slab> bytes, Durability durability) {
        return Mono.defer(() -> bytes.doOnNext(slab -> add(id, epoch, slab))
                .doOnDiscard(Slab.class, Slab::release)
                .then()
                .takeUntilOther(overtaken(id, epoch, offset))
                .then(Mono.fromCallable(() -> size(id, epoch))));
    }

    /** Completes when nothing may be appended with this claim any more. */
    private synchronized Mono<Void> overtaken(ContentId id, long epoch, long offset) {
        Content content = unfinished(id, epoch);
        requireSize(id, content, offset);
        return content.overtaken.asMono();
    }

    private static void requireSize(ContentId id, Content content, long size) {
        if (content.bytes.size() != size) {
            throw new OffsetMismatchException(id, size, content.bytes.size());
        }
    }

    private synchronized void add(ContentId id, long epoch, Slab slab) {
        try {
            Content content = unfinished(id, epoch);
            checkRoom(slab.length());
            content.bytes.write(slab.array(), 0, slab.length());
            content.renew(clock.instant());
        } finally {
            slab.release();
        }
    }

    private synchronized long size(ContentId id, long epoch) {
        Content content = unfinished(id, epoch);
        content.unsynced = true;
        content.renew(clock.instant());
        return content.bytes.size();
    }

    @Override
    public Mono<Void> sync(ContentId id, long epoch) {
        return Mono.fromRunnable(() -> {
            synchronized (this) {
                Content content = unfinished(id, epoch);
                content.unsynced = false;
                content.renew(clock.instant());
            }
        });
    }

    @Override
    public Mono<Void> truncate(ContentId id, long epoch, long size) {
        return Mono.fromRunnable(() -> {
            synchronized (this) {
                Content content = unfinished(id, epoch);
                byte[] kept = prefix(id, content, size);
                content.bytes.reset();
                content.bytes.writeBytes(kept);
                content.unsynced = false;
                content.renew(clock.instant());
            }
        });
    }

    @Override
    public Flux<ByteBuffer> readUnfinished(ContentId id, long epoch, ByteRange range) {
        return Flux.defer(() -> {
            synchronized (this) {
                return pieces(prefix(id, unfinished(id, epoch), range.end()), range);
            }
        });
    }

    private static byte[] prefix(ContentId id, Content content, long size) {
        if (size > content.bytes.size()) {
            throw new OffsetMismatchException(id, size, content.bytes.size());
        }
        return Arrays.copyOf(content.bytes.toByteArray(), (int) size);
    }

    @Override
    public Mono<Void> seal(ContentId id, long epoch, ContentDescription description) {
        return Mono.fromRunnable(() -> {
            synchronized (this) {
                Content content = unfinished(id, epoch);
                requireSize(id, content, description.length());
                content.state = State.SEALED;
                content.unsynced = false;
                content.renew(clock.instant());
            }
        });
    }

    @Override
    public Mono<Void> renew(ContentId id, long epoch) {
        return Mono.fromRunnable(() -> {
            synchronized (this) {
                unsettled(id, epoch).renew(clock.instant());
            }
        });
    }

    @Override
    public Mono<Void> settle(ContentId id, long epoch) {
        return Mono.fromRunnable(() -> {
            synchronized (this) {
                Content content = contents.get(id);
                if (content != null && content.state == State.SETTLED) {
                    return;
                }
                content = unsettled(id, epoch);
                if (content.state != State.SEALED) {
                    throw new NoSuchContentException(id);
                }
                content.state = State.SETTLED;
            }
        });
    }

    @Override
    public Flux<ByteBuffer> read(ContentId id, ByteRange range) {
        return Flux.defer(() -> {
            byte[] bytes = sealedBytes(id);
            if (range.end() > bytes.length) {
                throw new DamagedContentException(id, "it ends at " + bytes.length);
            }
            return pieces(bytes, range);
        });
    }

    private static Flux<ByteBuffer> pieces(byte[] bytes, ByteRange range) {
        return Flux.generate(range::offset, (position, sink) -> {
            if (position == range.end()) {
                sink.complete();
                return position;
            }
            int length = (int) Math.min(READ_SIZE, range.end() - position);
            sink.next(ByteBuffer.wrap(bytes, position.intValue(), length).slice());
            return position + length;
        });
    }

    private synchronized byte[] sealedBytes(ContentId id) {
        return sealed(id).bytes.toByteArray();
    }

    private Content sealed(ContentId id) {
        Content content = contents.get(id);
        if (content == null || content.state == State.UNFINISHED) {
            throw new NoSuchContentException(id);
        }
        return content;
    }

    @Override
    public Optional<Path> file(ContentId id, long length) {
        return Optional.empty();
    }

    @Override
    public Mono<Long> length(ContentId id) {
        return Mono.fromCallable(() -> (long) sealedBytes(id).length);
    }

    /** Does to sealed content what a failing disk does. */
    public synchronized void replace(ContentId id, byte[] bytes) {
        ByteArrayOutputStream held = sealed(id).bytes;
        held.reset();
        held.writeBytes(bytes);
    }

    @Override
    public Mono<Void> delete(ContentId id) {
        return Mono.fromRunnable(() -> {
            synchronized (this) {
                Content content = contents.remove(id);
                if (content != null) {
                    content.overtaken.tryEmitEmpty();
                }
            }
        });
    }

    @Override
    public Flux<ContentId> expired() {
        return Flux.defer(() -> {
            synchronized (this) {
                Instant now = clock.instant();
                return Flux.fromIterable(contents.entrySet().stream()
                        .filter(entry -> entry.getValue().state != State.SETTLED)
                        .filter(entry -> entry.getValue().isExpired(now))
                        .map(Map.Entry::getKey)
                        .toList());
            }
        });
    }

    private Content unsettled(ContentId id) {
        Content content = contents.get(id);
        if (content == null || content.state == State.SETTLED) {
            throw new NoSuchContentException(id);
        }
        return content;
    }

    private Content unsettled(ContentId id, long epoch) {
        Content content = unsettled(id);
        if (content.epoch != epoch) {
            throw new StaleClaimException(id);
        }
        return content;
    }

    private Content unfinished(ContentId id, long epoch) {
        Content content = unsettled(id, epoch);
        if (content.state != State.UNFINISHED) {
            throw new NoSuchContentException(id);
        }
        return content;
    }

    private enum State {
        UNFINISHED,
        SEALED,
        SETTLED
    }

    private static final class Content {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private State state = State.UNFINISHED;
        private long epoch;
        private boolean unsynced;
        private Duration lease = Duration.ZERO;
        private Instant leaseEnd = Instant.MIN;
        private Sinks.Empty<Void> overtaken = Sinks.empty();

        Claim claim(Instant now, Duration newLease) {
            epoch++;
            unsynced = false;
            overtaken.tryEmitEmpty();
            overtaken = Sinks.empty();
            lease = newLease;
            renew(now);
            return new Claim(epoch, bytes.size());
        }

        boolean isExpired(Instant now) {
            return leaseEnd.isBefore(now);
        }

        void renew(Instant now) {
            leaseEnd = now.plus(lease);
        }
    }
}
