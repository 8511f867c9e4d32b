package dev.ezworks.server.storage.local;

import dev.ezworks.server.content.ByteRange;
import dev.ezworks.server.content.Claim;
import dev.ezworks.server.content.ContentDescription;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.Durability;
import dev.ezworks.server.content.NoSuchContentException;
import dev.ezworks.server.content.Slab;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Content as files: unfinished ones among {@code incoming}, sealed ones on the shelves of {@code content}. */
final class DiskContentStore implements ContentStore {
    private static final byte[] BEFORE_ALL = {};

    private final DataFolder folder;
    private final PendingContents pending;
    private final ContentLifecycle lifecycle;
    private final Room room;
    private final BlockingCalls blocking;
    private final Clock clock;

    DiskContentStore(
            DataFolder folder, Disk disk, Room room, PendingContents pending, BlockingCalls blocking, Clock clock) {
        this.folder = folder;
        this.pending = pending;
        this.lifecycle = new ContentLifecycle(folder, disk, room, pending);
        this.blocking = blocking;
        this.room = room;
        this.clock = clock;
    }

    @Override
    public Mono<Void> requireRoom(long bytes) {
        return blocking.run(() -> room.require(bytes));
    }

    @Override
    public Mono<Claim> create(ContentId id, Duration lease) {
        return blocking.call(() -> lifecycle.create(id, lease));
    }

    @Override
    public Mono<Claim> claim(ContentId id, Duration lease) {
        return blocking.call(() -> lifecycle.claim(id, lease));
    }

    @Override
    public Mono<Claim> claim(ContentId id, Duration lease, long offset) {
        return blocking.call(() -> lifecycle.claim(id, lease, offset));
    }

    @Override
    public Mono<Claim> claimExpired(ContentId id, Duration lease) {
        return blocking.call(() -> lifecycle.claimExpired(id, lease)).flatMap(Mono::justOrEmpty);
    }

    @Override
    public Mono<Long> append(ContentId id, long epoch, long offset, Flux<Slab> bytes, Durability durability) {
        return Mono.usingWhen(
                Mono.fromSupplier(() -> lifecycle.newAppend(id, epoch)),
                append -> write(append, offset, bytes, new Checkpoints(lifecycle, append, durability, clock)),
                append -> Mono.empty(),
                (append, error) -> abandon(append, blocking.translate(error)),
                append -> abandon(append, new CancellationException("the append was cancelled")));
    }

    private Mono<Long> write(DiskAppend append, long offset, Flux<Slab> bytes, Checkpoints checkpoints) {
        // Where the slab arrives, while it is in the processor's cache: whoever appends lets that block.
        Mono<Void> write = bytes.doOnNext(slab -> blocking.translated(() -> {
                    append.write(slab);
                    return checkpoints.makeIfDue();
                }))
                .doOnDiscard(Slab.class, Slab::release)
                .then();
        return blocking.run(() -> lifecycle.begin(append, offset))
                .then(write)
                .takeUntilOther(append.stopped())
                .then(blocking.call(() -> lifecycle.finish(append)));
    }

    private Mono<Void> abandon(DiskAppend append, RuntimeException reason) {
        return blocking.run(() -> lifecycle.abandon(append, reason));
    }

    @Override
    public Mono<Void> sync(ContentId id, long epoch) {
        return blocking.run(() -> lifecycle.sync(id, epoch));
    }

    @Override
    public Mono<Void> truncate(ContentId id, long epoch, long size) {
        return blocking.run(() -> lifecycle.truncate(id, epoch, size));
    }

    @Override
    public Flux<ByteBuffer> readUnfinished(ContentId id, long epoch, ByteRange range) {
        return blocking.call(() -> lifecycle.unfinished(id, epoch, range.end()))
                .flatMapMany(
                        file -> range.length() == 0 ? Flux.empty() : blocking.stream(DiskRead.flux(file, id, range)));
    }

    @Override
    public Mono<Void> seal(ContentId id, long epoch, ContentDescription description) {
        return blocking.run(() -> lifecycle.seal(id, epoch, description.length()));
    }

    @Override
    public Mono<Void> renew(ContentId id, long epoch) {
        return blocking.run(() -> lifecycle.renew(id, epoch));
    }

    @Override
    public Mono<Void> settle(ContentId id, long epoch) {
        return blocking.run(() -> lifecycle.settle(id, epoch));
    }

    @Override
    public Flux<ByteBuffer> read(ContentId id, ByteRange range) {
        return blocking.stream(DiskRead.flux(folder.sealed(id), id, range));
    }

    @Override
    public Optional<Path> file(ContentId id, long length) {
        return lifecycle.file(id).filter(file -> file.toFile().length() == length);
    }

    @Override
    public Mono<Long> length(ContentId id) {
        return blocking.call(() -> BlockingCalls.read(() -> {
            try {
                return Files.size(folder.sealed(id));
            } catch (NoSuchFileException e) {
                throw new NoSuchContentException(id);
            }
        }));
    }

    @Override
    public Mono<Void> delete(ContentId id) {
        return blocking.run(() -> lifecycle.delete(id));
    }

    @Override
    public Flux<ContentId> expired() {
        return blocking.stream(Pages.flux((Optional<ContentId> last) ->
                pending.expired(last.map(Ids::bytes).orElse(BEFORE_ALL), Pages.SIZE)));
    }
}
