package dev.ezworks.server.storage.mongo;

import com.mongodb.ClientSessionOptions;
import com.mongodb.ReadPreference;
import com.mongodb.reactivestreams.client.ClientSession;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.ezworks.server.content.ByteRange;
import dev.ezworks.server.content.Claim;
import dev.ezworks.server.content.ContentDescription;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.Durability;
import dev.ezworks.server.content.NoSuchContentException;
import dev.ezworks.server.content.OffsetMismatchException;
import dev.ezworks.server.content.Slab;
import dev.ezworks.server.content.StaleClaimException;
import dev.ezworks.server.storage.mongo.ContentMarkers.ContentState;
import dev.ezworks.server.storage.mongo.ContentMarkers.Marker;
import dev.ezworks.server.storage.mongo.GridFsFiles.GridFsFile;
import dev.ezworks.server.transfers.BufferBudget;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Content as GridFS: bytes in {@code fs.chunks}, what is sealed in {@code fs.files}, and in {@code contents} the state
 * of each content, which decides about every write.
 */
final class MongoContentStore implements ContentStore {
    private static final ClientSessionOptions CAUSAL =
            ClientSessionOptions.builder().causallyConsistent(true).build();

    // Of the budget, for messages to and from MongoDB: several batches at once, and most is left for slabs.
    private static final int WINDOW_PART = 4;

    private final MongoClient client;
    private final ContentMarkers markers;
    private final GridFsFiles files;
    private final Chunks chunks;
    private final BufferBudget budget;
    private final Clock clock;

    MongoContentStore(
            MongoClient client,
            MongoDatabase database,
            ReadPreference readPreference,
            BufferBudget budget,
            Clock clock) {
        this.client = client;
        this.markers = new ContentMarkers(database, clock);
        this.files = new GridFsFiles(database);
        this.budget = budget;
        this.chunks = new Chunks(
                database, readPreference, budget.setAside(Math.max(BufferBudget.POOLED, budget.total() / WINDOW_PART)));
        this.clock = clock;
    }

    Mono<Void> createIndexes() {
        return Mono.when(markers.createIndexes(), files.createIndexes(), chunks.createIndexes());
    }

    /** MongoDB tells of a full disk only when it fails to write. */
    @Override
    public Mono<Void> requireRoom(long bytes) {
        return Mono.empty();
    }

    @Override
    public Mono<Claim> create(ContentId id, Duration lease) {
        return call(() -> markers.create(id, lease).map(marker -> new Claim(marker.epoch(), marker.size())));
    }

    @Override
    public Mono<Claim> claim(ContentId id, Duration lease) {
        return call(() -> takeOver(id, markers.claim(id, lease)));
    }

    @Override
    public Mono<Claim> claim(ContentId id, Duration lease, long offset) {
        return call(() -> takeOver(id, markers.claim(id, lease, offset)));
    }

    @Override
    public Mono<Claim> claimExpired(ContentId id, Duration lease) {
        return call(() -> takeOver(id, markers.claimExpired(id, lease)));
    }

    private Mono<Claim> takeOver(ContentId id, Mono<Marker> claimed) {
        return claimed.onErrorResume(
                        NoSuchContentException.class,
                        missing -> finishDeletion(id).then(Mono.error(missing)))
                .flatMap(marker -> takeOver(id, marker).map(size -> new Claim(marker.epoch(), size)));
    }

    /** Who began to delete it may have failed half-way: the sweep claims what it finds, and there is nobody else. */
    private Mono<Void> finishDeletion(ContentId id) {
        return markers.find(id)
                .filter(marker -> marker.state() == ContentState.DELETED)
                .flatMap(marker -> delete(id));
    }

    private Mono<Long> takeOver(ContentId id, Marker marker) {
        if (marker.state() == ContentState.SEALED) {
            // Who sealed it may have failed before it became readable.
            return markers.description(id)
                    .flatMap(description -> makeReadable(id, marker.epoch(), description))
                    .thenReturn(marker.size());
        }
        if (marker.writing() == ContentMarkers.NOBODY) {
            return Mono.just(marker.size());
        }
        return sizeOfAbandoned(id, marker)
                .flatMap(size -> cut(id, marker.epoch(), size).thenReturn(size))
                // Overtaken while we looked: every write with this claim will be refused, so its size is of no use.
                .onErrorReturn(StaleClaimException.class, marker.size());
    }

    /** Where a cut broke off, the marker knows; where an append did, the chunks do. */
    private Mono<Long> sizeOfAbandoned(ContentId id, Marker marker) {
        if (marker.writing() == ContentMarkers.CUTTING) {
            return Mono.just(marker.size());
        }
        // The size is fixed before anything is removed: a still newer claim then builds on it and looks at no chunks.
        return chunks.contiguousSize(id, marker.size(), marker.writing())
                .flatMap(size -> markers.beginCut(id, marker.epoch(), size).thenReturn(size));
    }

    private Mono<Void> cut(ContentId id, long epoch, long size) {
        return chunks.cut(id, size, epoch).then(Mono.defer(() -> markers.endAppend(id, epoch, size)));
    }

    @Override
    public Mono<Long> append(ContentId id, long epoch, long offset, Flux<Slab> bytes, Durability durability) {
        // Durable as it goes, whatever is asked for: what is acknowledged is, and a claim finds it.
        return call(() -> Mono.usingWhen(
                begin(id, epoch, offset).doOnError(refusal -> RefusedSlabs.refuse(releasing(bytes))),
                append -> append.run(releasing(bytes)),
                append -> Mono.empty(),
                (append, error) -> append.abandon(),
                Append::abandon));
    }

    private Mono<Append> begin(ContentId id, long epoch, long offset) {
        return markers.beginAppend(id, epoch, offset)
                .then(Mono.fromSupplier(() -> new Append(markers, chunks, clock, id, epoch, offset)));
    }

    private static Flux<Slab> releasing(Flux<Slab> bytes) {
        return bytes.doOnDiscard(Slab.class, Slab::release);
    }

    /** Chunks are durable as soon as they are appended, and tell the size. */
    @Override
    public Mono<Void> sync(ContentId id, long epoch) {
        return call(() -> markers.renewOpen(id, epoch));
    }

    @Override
    public Mono<Void> truncate(ContentId id, long epoch, long size) {
        return call(() -> markers.beginTruncation(id, epoch, size).then(Mono.defer(() -> cut(id, epoch, size))));
    }

    @Override
    public Flux<ByteBuffer> readUnfinished(ContentId id, long epoch, ByteRange range) {
        return Flux.usingWhen(
                        client.startSession(CAUSAL),
                        session -> readUnfinished(session, id, epoch, range),
                        session -> Mono.fromRunnable(session::close))
                .transform(MongoFailures::translate);
    }

    private Flux<ByteBuffer> readUnfinished(ClientSession session, ContentId id, long epoch, ByteRange range) {
        return markers.requireOpen(session, id, epoch).flatMapMany(marker -> {
            if (marker.writing() != ContentMarkers.NOBODY) {
                // How an append or a cut has ended, only the next claim finds out.
                return Flux.error(new StaleClaimException(id));
            }
            if (range.end() > marker.size()) {
                return Flux.error(new OffsetMismatchException(id, range.end(), marker.size()));
            }
            return chunksOf(session, id, new GridFsFile(marker.size(), Chunk.SIZE), range);
        });
    }

    private Flux<ByteBuffer> chunksOf(ClientSession session, ContentId id, GridFsFile file, ByteRange range) {
        return range.length() == 0 ? Flux.empty() : new ChunkReader(chunks, budget, session, id, file, range);
    }

    @Override
    public Mono<Void> seal(ContentId id, long epoch, ContentDescription description) {
        return call(() ->
                markers.seal(id, epoch, description).then(Mono.defer(() -> makeReadable(id, epoch, description))));
    }

    private Mono<Void> makeReadable(ContentId id, long epoch, ContentDescription description) {
        // Only a writer that somebody overtook can have left chunks beyond the end.
        Mono<Void> removeLeftovers = epoch == ContentMarkers.FIRST_EPOCH
                ? Mono.empty()
                : chunks.deleteFrom(id, Chunk.count(description.length()));
        return removeLeftovers
                .then(files.insert(id, description, clock.instant()))
                .then(Mono.defer(() -> requireNotDeleted(id)));
    }

    /** Who deleted the content meanwhile may have looked before it became readable: nobody else would clean up. */
    private Mono<Void> requireNotDeleted(ContentId id) {
        return markers.find(id)
                .filter(marker -> marker.state() != ContentState.DELETED)
                .switchIfEmpty(files.delete(id).then(Mono.error(() -> new NoSuchContentException(id))))
                .then();
    }

    @Override
    public Mono<Void> renew(ContentId id, long epoch) {
        return call(() -> markers.renew(id, epoch));
    }

    @Override
    public Mono<Void> settle(ContentId id, long epoch) {
        return call(() -> markers.settle(id, epoch));
    }

    @Override
    public Flux<ByteBuffer> read(ContentId id, ByteRange range) {
        return Flux.usingWhen(
                        client.startSession(CAUSAL),
                        session -> read(session, id, range),
                        session -> Mono.fromRunnable(session::close))
                .transform(MongoFailures::translate);
    }

    private Flux<ByteBuffer> read(ClientSession session, ContentId id, ByteRange range) {
        return files.find(session, id)
                .switchIfEmpty(Mono.error(() -> new NoSuchContentException(id)))
                .flatMapMany(file -> chunksOf(session, id, file, range));
    }

    @Override
    public Optional<Path> file(ContentId id, long length) {
        return Optional.empty();
    }

    @Override
    public Mono<Long> length(ContentId id) {
        return Mono.usingWhen(
                        client.startSession(CAUSAL),
                        session -> files.find(session, id).map(GridFsFile::length),
                        session -> Mono.fromRunnable(session::close))
                .switchIfEmpty(Mono.error(() -> new NoSuchContentException(id)))
                .transform(MongoFailures::translate);
    }

    @Override
    public Mono<Void> delete(ContentId id) {
        // The marker goes last, so that the sweep finds whatever an interrupted deletion leaves.
        return call(() -> markers.markDeleted(id)
                .then(files.delete(id))
                .then(chunks.deleteFrom(id, 0))
                .then(markers.remove(id)));
    }

    @Override
    public Flux<ContentId> expired() {
        return Flux.defer(markers::expired).transform(MongoFailures::translate);
    }

    /** Begins when subscribed to: the time of a call, and so the lease, is not that of its assembly. */
    private static <T> Mono<T> call(Supplier<Mono<T>> steps) {
        return Mono.defer(steps).transform(MongoFailures::translate);
    }
}
