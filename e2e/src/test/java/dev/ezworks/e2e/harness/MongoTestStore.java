package dev.ezworks.e2e.harness;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.ConnectionString;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.FindOneAndDeleteOptions;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.ezworks.server.testing.Mongod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.bson.BsonDateTime;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A database of its own. */
public final class MongoTestStore implements TestStore {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String BYTES = "bytes";
    private static final String CHUNKS = "chunks";
    private static final String VALUE = "value";

    private final String uri;
    private final MongoClient client;
    private final MongoDatabase database;

    /** On a replica set of one. */
    MongoTestStore() {
        this(Mongod.replicaSet().freshDatabase());
    }

    /** @param uri names the database too */
    public MongoTestStore(String uri) {
        this.uri = uri;
        this.client = MongoClients.create(uri);
        this.database = client.getDatabase(Objects.requireNonNull(new ConnectionString(uri).getDatabase()));
    }

    @Override
    public Map<String, String> environment() {
        // By which its servers are told from whoever looks on.
        String ofServers = uri + (uri.contains("?") ? "&" : "?") + "appName=" + database.getName();
        return Map.of(
                "MONGO_CONNECTION_STRING", ofServers, "JWT_SECRET", "only-for-tests-0123456789-0123456789-0123456789");
    }

    @Override
    public Set<Path> places() {
        return Set.of();
    }

    @Override
    public long contentBytes() {
        List<Document> sum = List.of(new Document(
                "$group",
                new Document("_id", null).append(BYTES, new Document("$sum", new Document("$binarySize", "$data")))));
        Document result =
                await(database.getCollection("fs.chunks").aggregate(sum).first());
        return result == null ? 0 : number(result, BYTES);
    }

    @Override
    public List<String> leftovers() {
        List<String> leftovers = new ArrayList<>();
        Set<String> current = strings("files", "current.content");
        strings("files", "retired.content").forEach(id -> leftovers.add("retired content " + id));
        strings("contents", "leaseUntil", "_id").forEach(id -> leftovers.add("unsettled content " + id));
        strings("uploads", "_id").forEach(id -> leftovers.add("upload " + id));
        Map.of("contents", "_id", "fs.files", "_id", "fs.chunks", "files_id").forEach((collection, field) -> {
            Set<String> there = strings(collection, field);
            there.stream().filter(id -> !current.contains(id)).forEach(id -> leftovers.add(id + " in " + collection));
        });
        Set<String> sealed = strings("fs.files", "_id");
        current.stream().filter(id -> !sealed.contains(id)).forEach(id -> leftovers.add(id + " is missing"));
        leftovers.addAll(misfits());
        return leftovers;
    }

    /** Sealed contents whose chunks are not as many, or not as long together, as they should be. */
    private List<String> misfits() {
        List<Document> sums = List.of(new Document(
                "$group",
                new Document("_id", "$files_id")
                        .append(CHUNKS, new Document("$sum", 1L))
                        .append(BYTES, new Document("$sum", new Document("$binarySize", "$data")))));
        Map<String, Document> stored = Objects.requireNonNull(
                Flux.from(database.getCollection("fs.chunks").aggregate(sums))
                        .collectMap(sum -> sum.getString("_id"))
                        .block(PATIENCE));
        return Objects.requireNonNull(Flux.from(
                        database.getCollection("fs.files").find())
                .map(file -> misfit(file, stored.getOrDefault(file.getString("_id"), new Document())))
                .filter(line -> !line.isEmpty())
                .collectList()
                .block(PATIENCE));
    }

    /** A line about a content that is not as it should be; empty if it is. */
    private static String misfit(Document file, Document stored) {
        long length = number(file, "length");
        long chunkSize = number(file, "chunkSize");
        long chunks = number(stored, CHUNKS);
        long bytes = number(stored, BYTES);
        return bytes == length && chunks == (length + chunkSize - 1) / chunkSize
                ? ""
                : file.getString("_id") + " has " + bytes + " bytes in " + chunks + " chunks, and a length of "
                        + length;
    }

    /** 0 if there is none. */
    private static long number(Document document, String field) {
        Number number = document.get(field, Number.class);
        return number == null ? 0 : number.longValue();
    }

    private Set<String> strings(String collection, String field) {
        return strings(collection, field, field);
    }

    /** The values of a field of the documents that have another one. */
    private Set<String> strings(String collection, String needed, String field) {
        List<Document> values = List.of(
                new Document("$match", exists(needed)),
                new Document("$project", new Document(VALUE, "$" + field)),
                // Takes what is no array for an array of one.
                new Document("$unwind", "$" + VALUE),
                new Document("$group", new Document("_id", "$" + VALUE)));
        return Objects.requireNonNull(
                Flux.from(database.getCollection(collection).aggregate(values))
                        .map(value -> value.getString("_id"))
                        .collect(Collectors.toSet())
                        .block(PATIENCE));
    }

    /**
     * What a dead server has asked for goes on in MongoDB, even what lies unread in a connection: MongoDB closes it when
     * it has done that. After that readers see what a majority has on disk: the write here, and so all that came before
     * it.
     */
    @Override
    public void settle() {
        Awaitility.await().atMost(PATIENCE).until(() -> Boolean.FALSE.equals(await(isConnected())));
        Awaitility.await().atMost(PATIENCE).until(() -> Boolean.FALSE.equals(await(isBusy())));
        await(database.getCollection("settled")
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true))
                .insertOne(new Document()));
    }

    /** Whether a server has a connection, but for those that only wait to be told of a change of the replica set. */
    private Mono<Boolean> isConnected() {
        Document missing = new Document("$exists", false);
        List<Document> connections = List.of(
                new Document("$currentOp", new Document("idleConnections", true)),
                new Document(
                        "$match",
                        new Document("type", "op")
                                .append("appName", database.getName())
                                .append("command.hello", missing)
                                .append("command.isMaster", missing)
                                .append("command.ismaster", missing)));
        return Flux.from(client.getDatabase("admin").aggregate(connections)).hasElements();
    }

    private Mono<Boolean> isBusy() {
        List<Document> operations = List.of(
                new Document("$currentOp", new Document()),
                new Document(
                        "$match",
                        new Document("active", true)
                                .append(
                                        "$or",
                                        List.of(
                                                new Document(
                                                        "ns",
                                                        Pattern.compile("^" + Pattern.quote(database.getName() + "."))),
                                                exists("command.commitTransaction")))));
        return Flux.from(client.getDatabase("admin").aggregate(operations)).hasElements();
    }

    @Override
    public void letTimePass() {
        BsonDateTime longAgo = new BsonDateTime(0);
        await(database.getCollection("contents")
                .updateMany(exists("leaseUntil"), new Document("$set", new Document("leaseUntil", longAgo))));
        await(database.getCollection("files")
                .updateMany(
                        exists("retired.content"),
                        new Document("$set", new Document("retired.$[].retiredAt", longAgo))));
        await(database.getCollection("uploads").updateMany(new Document(), set("expiresAt", longAgo)));
    }

    private static Document exists(String field) {
        return new Document(field, new Document("$exists", true));
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
        Document file = Objects.requireNonNull(await(
                database.getCollection("fs.files").find(eq("length", length)).first()));
        return Objects.requireNonNull(file.get("_id"));
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
