package dev.ezworks.server.storage.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Projections.computed;
import static com.mongodb.client.model.Projections.excludeId;
import static com.mongodb.client.model.Projections.fields;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.reactivestreams.client.ClientSession;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.DamagedContentException;
import dev.ezworks.server.content.StaleClaimException;
import dev.ezworks.server.storage.mongo.ContiguousPrefix.StoredChunk;
import dev.ezworks.server.transfers.BufferBudget;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.Document;
import org.bson.conversions.Bson;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@code fs.chunks}: the chunks of GridFS, each stamped with the epoch of its writer. The unique index on content and
 * place makes two writers meet: the newer one replaces what the older wrote, the older is refused.
 */
final class Chunks {
    private static final String FILES_ID = "files_id";
    private static final String N = "n";
    private static final String DATA = "data";
    private static final String EPOCH = "epoch";
    private static final String LENGTH = "length";

    private static final int DELETED_AT_ONCE = 1000;
    // A chunk that is read, and sent again from buffers that double in size.
    private static final long CUT_FOOTPRINT = 3L * Chunk.SIZE;
    private static final Bson WITHOUT_BYTES =
            fields(include(N, EPOCH), computed(LENGTH, new Document("$binarySize", "$" + DATA)), excludeId());

    private final MongoCollection<BsonDocument> chunks;
    private final MongoCollection<BsonDocument> content;
    private final BufferBudget window;

    /**
     * @param readPreference of reading sealed content
     * @param window memory for what is on its way to or from the database, besides the slabs themselves
     */
    Chunks(MongoDatabase database, ReadPreference readPreference, BufferBudget window) {
        MongoCollection<BsonDocument> collection = database.getCollection("fs.chunks", BsonDocument.class);
        // What a writer sees must be the present, not what a majority had a moment ago.
        this.chunks = collection.withReadConcern(ReadConcern.LOCAL);
        this.content = collection.withReadPreference(readPreference);
        this.window = window;
    }

    Mono<Void> createIndexes() {
        return Mono.from(chunks.createIndex(Indexes.ascending(FILES_ID, N), new IndexOptions().unique(true)))
                .then();
    }

    /**
     * Stores chunks, durably; fails with {@link StaleClaimException} where a newer writer was faster. A chunk that is to
     * be made longer comes alone.
     */
    Mono<Void> write(ContentId id, long epoch, List<Chunk> batch) {
        Chunk first = batch.get(0);
        long footprint = batch.stream().mapToLong(Chunk::footprint).sum();
        return inWindow(footprint, () -> first.start() == 0 ? insert(id, epoch, batch) : extend(id, epoch, first));
    }

    /** Waits until so much memory may be used, does the work, and gives it back. Not to be cancelled in between. */
    private <T> Mono<T> inWindow(long bytes, Supplier<Mono<T>> work) {
        return Mono.usingWhen(
                window.share().acquire(Math.min(bytes, window.total())),
                memory -> work.get(),
                memory -> Mono.fromRunnable(memory::release));
    }

    private Mono<Void> insert(ContentId id, long epoch, List<Chunk> batch) {
        List<BsonDocument> documents =
                batch.stream().map(chunk -> document(id, epoch, chunk)).toList();
        return Mono.from(chunks.insertMany(documents, new InsertManyOptions().ordered(false)))
                .then()
                .onErrorResume(MongoBulkWriteException.class, e -> overwrite(id, epoch, batch, e));
    }

    private Mono<Void> extend(ContentId id, long epoch, Chunk chunk) {
        return prefix(id, chunk.n(), chunk.start())
                .switchIfEmpty(Mono.error(() -> new DamagedContentException(id, "chunk " + chunk.n() + " is missing")))
                .flatMap(before -> overwrite(id, epoch, chunk.n(), chunk.after(before)));
    }

    private static BsonDocument document(ContentId id, long epoch, Chunk chunk) {
        return new BsonDocument("_id", new BsonObjectId())
                .append(FILES_ID, new BsonString(id.value()))
                .append(N, new BsonInt32(chunk.n()))
                .append(DATA, new BsonBinary(chunk.bytes()))
                .append(EPOCH, new BsonInt64(epoch));
    }

    /** A chunk is there already, of an overtaken writer. */
    private Mono<Void> overwrite(ContentId id, long epoch, List<Chunk> batch, MongoBulkWriteException failure) {
        boolean onlyDuplicates = failure.getWriteConcernError() == null
                && failure.getWriteErrors().stream().allMatch(error -> MongoFailures.isDuplicateKey(error.getCode()));
        if (!onlyDuplicates) {
            return Mono.error(failure);
        }
        return Flux.fromIterable(failure.getWriteErrors())
                .map(error -> batch.get(error.getIndex()))
                .concatMap(chunk -> overwrite(id, epoch, chunk.n(), chunk.bytes()))
                .then();
    }

    private Mono<Void> overwrite(ContentId id, long epoch, int n, byte[] bytes) {
        Bson notNewer = and(place(id, n), lte(EPOCH, epoch));
        return Mono.from(chunks.updateOne(notNewer, combine(set(DATA, new BsonBinary(bytes)), set(EPOCH, epoch))))
                .filter(result -> result.getMatchedCount() == 1)
                .switchIfEmpty(Mono.error(() -> new StaleClaimException(id)))
                .then();
    }

    /** The first bytes of a chunk, which may have more, of a writer who was overtaken; empty if it has not as many. */
    private Mono<byte[]> prefix(ContentId id, int n, int length) {
        return Mono.from(chunks.find(place(id, n)).first())
                .map(document -> document.getBinary(DATA).getData())
                .filter(bytes -> bytes.length >= length)
                .map(bytes -> bytes.length == length ? bytes : Arrays.copyOf(bytes, length));
    }

    /** How far the chunks reach without a gap, see {@link ContiguousPrefix}. */
    Mono<Long> contiguousSize(ContentId id, long knownSize, long appendEpoch) {
        // Of a majority: the size is told to others, and no election may bring it down again.
        return Flux.from(chunks.withReadConcern(ReadConcern.MAJORITY)
                        .find(from(id, Chunk.at(knownSize)))
                        .projection(WITHOUT_BYTES)
                        .sort(ascending(N)))
                .map(Chunks::stored)
                .scanWith(() -> new ContiguousPrefix(knownSize, appendEpoch), ContiguousPrefix::add)
                .takeUntil(ContiguousPrefix::ended)
                .last()
                .map(ContiguousPrefix::size);
    }

    /**
     * Removes what writers up to this epoch have stored beyond this size, and lets none of them but this one make the last
     * chunk longer. Fails with {@link StaleClaimException} where somebody newer was faster.
     */
    Mono<Void> cut(ContentId id, long size, long epoch) {
        return cutTail(id, size, epoch)
                .then(Mono.defer(() -> delete(Chunk.count(size), and(eq(FILES_ID, id.value()), lte(EPOCH, epoch)))));
    }

    private Mono<Void> cutTail(ContentId id, long size, long epoch) {
        int n = Chunk.at(size);
        int length = Chunk.within(size);
        // A tail that is lost is left to be found by whoever needs it: content must be claimed to be removed.
        return length == 0
                ? Mono.empty()
                : inWindow(CUT_FOOTPRINT, () -> prefix(id, n, length).flatMap(bytes -> overwrite(id, epoch, n, bytes)));
    }

    /** Removes the chunks from this place on. */
    Mono<Void> deleteFrom(ContentId id, int n) {
        return delete(n, eq(FILES_ID, id.value()));
    }

    private Mono<Void> delete(int n, Bson chosen) {
        // In slices: one statement for terabytes would outlast every time-out.
        return Mono.from(chunks.find(and(chosen, gte(N, n)))
                        .projection(include(N))
                        .sort(descending(N))
                        .first())
                .flatMapMany(last -> Flux.range(0, (last.getInt32(N).getValue() - n) / DELETED_AT_ONCE))
                .concatMap(slice -> chunks.deleteMany(and(chosen, gte(N, n), lt(N, n + (slice + 1) * DELETED_AT_ONCE))))
                .then(Mono.from(chunks.deleteMany(and(chosen, gte(N, n)))))
                .then();
    }

    /**
     * Reads a few chunks in order. Goes on when it is cancelled: so do the driver and MongoDB.
     *
     * @param session has seen the chunks stored; a secondary that has not seen as much waits until it has
     * @param count how many, at least 1; there may be fewer
     * @param bytes in all of them
     */
    Mono<List<SealedChunk>> read(ClientSession session, ContentId id, int first, int count, long bytes) {
        return inWindow(
                bytes,
                () -> Flux.from(content.find(session, and(from(id, first), lt(N, first + count)))
                                .sort(ascending(N))
                                .limit(count)
                                // One answer holds all, and no cursor stays behind.
                                .batchSize(count + 1))
                        .map(document -> new SealedChunk(
                                document.getInt32(N).getValue(),
                                ByteBuffer.wrap(document.getBinary(DATA).getData())))
                        .collectList());
    }

    private static StoredChunk stored(BsonDocument document) {
        return new StoredChunk(
                document.getInt32(N).getValue(),
                document.getInt64(EPOCH).getValue(),
                document.getNumber(LENGTH).intValue());
    }

    private static Bson place(ContentId id, int n) {
        return and(eq(FILES_ID, id.value()), eq(N, n));
    }

    private static Bson from(ContentId id, int n) {
        return and(eq(FILES_ID, id.value()), gte(N, n));
    }

    /** A chunk of sealed content. */
    record SealedChunk(int n, ByteBuffer bytes) {}
}
