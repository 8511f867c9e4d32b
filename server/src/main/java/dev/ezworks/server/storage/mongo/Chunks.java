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
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
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

    // Chunks a reader holds: this many in the driver, as many again on their way to it.
    private static final int READ_BATCH = 4;
    private static final int DELETED_AT_ONCE = 1000;
    private static final Bson WITHOUT_BYTES =
            fields(include(N, EPOCH), computed(LENGTH, new Document("$binarySize", "$" + DATA)), excludeId());

    private final MongoCollection<BsonDocument> chunks;
    private final MongoCollection<BsonDocument> content;

    /**
     * @param readPreference of reading sealed content
     */
    Chunks(MongoDatabase database, ReadPreference readPreference) {
        MongoCollection<BsonDocument> collection = database.getCollection("fs.chunks", BsonDocument.class);
        // What a writer sees must be the present, not what a majority had a moment ago.
        this.chunks = collection.withReadConcern(ReadConcern.LOCAL);
        this.content = collection.withReadPreference(readPreference);
    }

    Mono<Void> createIndexes() {
        return Mono.from(chunks.createIndex(Indexes.ascending(FILES_ID, N), new IndexOptions().unique(true)))
                .then();
    }

    /** Stores chunks, durably; fails with {@link StaleClaimException} where a newer writer was faster. */
    Mono<Void> write(ContentId id, long epoch, List<Chunk> batch) {
        List<BsonDocument> documents =
                batch.stream().map(chunk -> document(id, epoch, chunk)).toList();
        return Mono.from(chunks.insertMany(documents, new InsertManyOptions().ordered(false)))
                .then()
                .onErrorResume(MongoBulkWriteException.class, e -> overwrite(id, epoch, batch, e));
    }

    private static BsonDocument document(ContentId id, long epoch, Chunk chunk) {
        return new BsonDocument("_id", new BsonObjectId())
                .append(FILES_ID, new BsonString(id.value()))
                .append(N, new BsonInt32(chunk.n()))
                .append(DATA, chunk.data())
                .append(EPOCH, new BsonInt64(epoch));
    }

    /** A chunk is there already: the short one that this append makes longer, or one of an overtaken writer. */
    private Mono<Void> overwrite(ContentId id, long epoch, List<Chunk> batch, MongoBulkWriteException failure) {
        boolean onlyDuplicates = failure.getWriteConcernError() == null
                && failure.getWriteErrors().stream().allMatch(error -> MongoFailures.isDuplicateKey(error.getCode()));
        if (!onlyDuplicates) {
            return Mono.error(failure);
        }
        return Flux.fromIterable(failure.getWriteErrors())
                .map(error -> batch.get(error.getIndex()))
                .concatMap(chunk -> overwrite(id, epoch, chunk))
                .then();
    }

    private Mono<Void> overwrite(ContentId id, long epoch, Chunk chunk) {
        Bson notNewer = and(place(id, chunk.n()), lte(EPOCH, epoch));
        return Mono.from(chunks.updateOne(notNewer, combine(set(DATA, chunk.data()), set(EPOCH, epoch))))
                .filter(result -> result.getMatchedCount() == 1)
                .switchIfEmpty(Mono.error(() -> new StaleClaimException(id)))
                .then();
    }

    /** The first bytes of the last, short chunk of unfinished content of this size; none if the last one is full. */
    Mono<byte[]> tail(ContentId id, long size) {
        int length = Math.toIntExact(size % Chunk.SIZE);
        if (length == 0) {
            return Mono.just(new byte[0]);
        }
        return Mono.from(chunks.find(place(id, Chunk.at(size))).first())
                .map(document -> document.getBinary(DATA).getData())
                .filter(bytes -> bytes.length >= length)
                .switchIfEmpty(Mono.error(() -> new DamagedContentException(id, "its last chunk is missing")))
                .map(bytes -> Arrays.copyOf(bytes, length));
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
     * Reads chunks of sealed content, in order.
     *
     * @param session has seen the content sealed; a secondary that has not seen as much waits until it has
     */
    Flux<SealedChunk> read(ClientSession session, ContentId id, int first, int last) {
        return Flux.from(content.find(session, and(from(id, first), lte(N, last)))
                        .sort(ascending(N))
                        .batchSize(READ_BATCH))
                .map(document -> new SealedChunk(
                        document.getInt32(N).getValue(),
                        ByteBuffer.wrap(document.getBinary(DATA).getData())));
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
