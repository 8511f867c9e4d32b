package dev.ezworks.e2e.harness;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.ConnectionString;
import com.mongodb.client.model.FindOneAndDeleteOptions;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.ezworks.server.testing.Mongod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** A database of its own on a replica set of one. */
final class MongoTestStore implements TestStore {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String BYTES = "bytes";

    private final String uri = Mongod.replicaSet().freshDatabase();
    private final MongoClient client = MongoClients.create(uri);
    private final MongoDatabase database =
            client.getDatabase(Objects.requireNonNull(new ConnectionString(uri).getDatabase()));

    @Override
    public Map<String, String> environment() {
        return Map.of("MONGO_CONNECTION_STRING", uri, "JWT_SECRET", "only-for-tests-0123456789-0123456789-0123456789");
    }

    @Override
    public long contentBytes() {
        List<Document> sum = List.of(new Document(
                "$group",
                new Document("_id", null).append(BYTES, new Document("$sum", new Document("$binarySize", "$data")))));
        Document result =
                await(database.getCollection("fs.chunks").aggregate(sum).first());
        return result == null
                ? 0
                : Objects.requireNonNull(result.get(BYTES, Number.class)).longValue();
    }

    @Override
    public void flipByte(long length) {
        MongoCollection<Document> chunks = database.getCollection("fs.chunks");
        Document chunk = Objects.requireNonNull(
                await(chunks.find(eq("files_id", content(length))).first()));
        byte[] bytes = chunk.get("data", Binary.class).getData();
        bytes[bytes.length / 2] = (byte) ~bytes[bytes.length / 2];
        await(chunks.updateOne(eq("_id", chunk.get("_id")), set("data", new Binary(bytes))));
    }

    @Override
    public void loseEnd(long length) {
        await(database.getCollection("fs.chunks")
                .findOneAndDelete(
                        eq("files_id", content(length)), new FindOneAndDeleteOptions().sort(descending("n"))));
    }

    @Override
    public void loseAll(long length) {
        await(database.getCollection("fs.chunks").deleteMany(eq("files_id", content(length))));
    }

    private Object content(long length) {
        return Objects.requireNonNull(await(database.getCollection("fs.files")
                        .find(eq("length", length))
                        .first()))
                .get("_id");
    }

    @Override
    public void close() {
        await(database.drop());
        client.close();
    }

    private static <T> @Nullable T await(Publisher<T> publisher) {
        return Mono.from(publisher).block(PATIENCE);
    }
}
