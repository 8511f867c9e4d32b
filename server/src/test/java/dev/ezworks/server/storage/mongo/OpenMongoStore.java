package dev.ezworks.server.storage.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoCommandException;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.ezworks.server.Await;
import dev.ezworks.server.MutableClock;
import dev.ezworks.server.testing.Mongod;
import dev.ezworks.server.transfers.BufferBudget;
import java.util.Objects;
import java.util.function.Supplier;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A store in a database of its own for each test class, empty at the start of each test, and the database itself to look
 * into. (Making a dozen indexes for each of several hundred tests would take minutes.)
 */
final class OpenMongoStore implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private final Supplier<Mongod> server;
    private final MutableClock clock = new MutableClock();
    private @Nullable MongoStore store;
    private @Nullable MongoClient client;
    private @Nullable MongoDatabase database;

    OpenMongoStore(Supplier<Mongod> server) {
        this.server = server;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        String uri = server.get().freshDatabase();
        store = Await.one(MongoStore.open(uri, new BufferBudget(32 << 20), clock));
        client = MongoClients.create(uri);
        database = client.getDatabase(Objects.requireNonNull(new ConnectionString(uri).getDatabase()));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Await.done(Flux.from(database().listCollectionNames())
                .filter(name -> !name.startsWith("system."))
                .flatMap(name -> database().getCollection(name).deleteMany(new Document()))
                .then());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (store != null) {
            store.close();
        }
        if (client != null) {
            Await.done(Mono.from(database().drop()));
            client.close();
        }
    }

    MongoStore store() {
        return Objects.requireNonNull(store);
    }

    MutableClock clock() {
        return clock;
    }

    MongoDatabase database() {
        return Objects.requireNonNull(database);
    }

    MongoDatabase adminDatabase() {
        return Objects.requireNonNull(client).getDatabase("admin");
    }

    /** Makes MongoDB fail or stall as {@code data} says; skips the test where MongoDB does not do that. */
    void failCommand(Object mode, Document data) {
        try {
            configureFailCommand(mode, data);
        } catch (MongoCommandException e) {
            Assumptions.abort(
                    "this MongoDB does not fail on demand (it takes enableTestCommands=1): " + e.getMessage());
        }
    }

    /** Makes it work again. */
    void failNoMore() {
        try {
            configureFailCommand("off", new Document());
        } catch (MongoCommandException e) {
            // Then it never failed either.
        }
    }

    private void configureFailCommand(Object mode, Document data) {
        Await.done(Mono.from(adminDatabase()
                .runCommand(new Document("configureFailPoint", "failCommand")
                        .append("mode", mode)
                        .append("data", data))));
    }
}
