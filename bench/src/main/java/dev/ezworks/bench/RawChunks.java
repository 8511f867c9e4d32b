package dev.ezworks.bench;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.List;
import java.util.Random;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.types.ObjectId;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The limit of driver and database: chunks as GridFS has them, inserted unordered in large batches and read by one
 * sorted cursor, with nothing digested, checked or kept of what they are.
 */
final class RawChunks {
    private static final int CHUNK = 1 << 20;
    private static final int CHUNKS_PER_BATCH = 16;
    private static final int BATCHES_IN_FLIGHT = 2;

    private final MongoCollection<BsonDocument> chunks;
    // One random chunk will do: MongoDB does not look for equal ones, and cannot compress it.
    private final BsonBinary bytes = new BsonBinary(randomBytes());
    private final Mono<String> index;

    RawChunks(MongoDatabase database) {
        this.chunks = database.getCollection("raw.chunks", BsonDocument.class);
        this.index = Mono.from(chunks.createIndex(Indexes.ascending("files_id", "n"), new IndexOptions().unique(true)))
                .cache();
    }

    private static byte[] randomBytes() {
        byte[] random = new byte[CHUNK];
        new Random(1).nextBytes(random);
        return random;
    }

    /** Completes with the number of bytes, rounded up to whole chunks, when all are durable. */
    Mono<Long> insert(String name, long length) {
        int count = Math.toIntExact((length + CHUNK - 1) / CHUNK);
        return index.thenMany(Flux.range(0, count))
                .buffer(CHUNKS_PER_BATCH)
                .map(numbers -> batch(name, numbers))
                .flatMap(batch -> chunks.insertMany(batch, new InsertManyOptions().ordered(false)), BATCHES_IN_FLIGHT)
                .then(Mono.just((long) count * CHUNK));
    }

    private List<BsonDocument> batch(String name, List<Integer> numbers) {
        return numbers.stream().map(n -> chunk(name, n)).toList();
    }

    private BsonDocument chunk(String name, int n) {
        return new BsonDocument("_id", new BsonObjectId(new ObjectId()))
                .append("files_id", new BsonString(name))
                .append("n", new BsonInt32(n))
                .append("data", bytes);
    }

    /** Completes with the number of bytes read, the chunks' other fields included. */
    Mono<Long> read(String name) {
        return Flux.from(chunks.find(Filters.eq("files_id", name), RawBsonDocument.class)
                        .sort(Indexes.ascending("n"))
                        .batchSize(CHUNKS_PER_BATCH))
                .map(chunk -> (long) chunk.getByteBuffer().remaining())
                .reduce(0L, Long::sum);
    }

    Mono<Void> delete(String name) {
        return Mono.from(chunks.deleteMany(Filters.eq("files_id", name))).then();
    }
}
