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
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReturnDocument;
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
        return tail(id, chunk.n(), chunk.start())
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

    /** The first bytes of a chunk; there may be more, of a writer who was overtaken. */
    private Mono<byte[]> tail(ContentId id, int n, int length) {
        return Mono.from(chunks.find(place(id, n)).first())
                .map(document -> document.getBinary(DATA).getData())
                .filter(bytes -> bytes.length >= length)
                .switchIfEmpty(Mono.error(() -> new DamagedContentException(id, "chunk " + n + " is missing")))
                .map(bytes -> bytes.length == length ? bytes : Arrays.copyOf(bytes, length));
    }

    /** How far the chunks reach without a gap, see {@link ContiguousPrefix}. */
    Mono<Long> contiguousSize(ContentId id, long knownSize, long appendEpoch) {
        return Flux.from(chunks.find(from(id, Chunk.at(knownSize)))
                        .projection(WITHOUT_BYTES)
                        .sort(ascending(N)))
                .map(Chunks::stored)
                .scanWith(() -> new ContiguousPrefix(knownSize, appendEpoch), ContiguousPrefix::add)
                .takeUntil(ContiguousPrefix::ended)
                .last()
                .map(ContiguousPrefix::size);
    }

    /**
     * Puts the new epoch on the last, short chunk, so that no older writer makes it longer any more.
     *
     * @return the size, which such a writer may have changed until now; empty if somebody newer was faster
     */
    Mono<Long> fenceTail(ContentId id, long size, long epoch) {
        if (size % Chunk.SIZE == 0) {
            return Mono.just(size);
        }
        return Mono.from(chunks.findOneAndUpdate(
                        and(place(id, Chunk.at(size)), lt(EPOCH, epoch)),
                        set(EPOCH, epoch),
                        new FindOneAndUpdateOptions().projection(WITHOUT_BYTES).returnDocument(ReturnDocument.AFTER)))
                .map(document -> stored(document).end());
    }

    /** Removes what writers before this epoch left from this place on. */
    Mono<Void> deleteOlder(ContentId id, int n, long epoch) {
        return Mono.from(chunks.deleteMany(and(from(id, n), lt(EPOCH, epoch)))).then();
    }

    /** Removes the chunks from this place on. */
    Mono<Void> deleteFrom(ContentId id, int n) {
        // In slices: one statement for terabytes would outlast every time-out.
        return Mono.from(chunks.find(from(id, n))
                        .projection(include(N))
                        .sort(descending(N))
                        .first())
                .flatMapMany(last -> Flux.range(0, (last.getInt32(N).getValue() - n) / DELETED_AT_ONCE))
                .concatMap(slice -> chunks.deleteMany(and(from(id, n), lt(N, n + (slice + 1) * DELETED_AT_ONCE))))
                .then(Mono.from(chunks.deleteMany(from(id, n))))
                .then();
    }

    /**
     * Reads a few chunks of sealed content, in order. Goes on when it is cancelled: so do the driver and MongoDB.
     *
     * @param session has seen the content sealed; a secondary that has not seen as much waits until it has
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
