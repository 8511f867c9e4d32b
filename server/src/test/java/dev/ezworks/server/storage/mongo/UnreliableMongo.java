package dev.ezworks.server.storage.mongo;

import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import dev.ezworks.server.Await;
import dev.ezworks.server.MutableClock;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.ContentStoreFixture;
import dev.ezworks.server.testing.Mongod;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A store whose MongoDB fails or stalls at a test's command ({@code failCommand}), and works again after each test. Only
 * the store is affected, not the test that looks on.
 */
abstract class UnreliableMongo implements ContentStoreFixture {
    @RegisterExtension
    static final OpenMongoStore MONGO = new OpenMongoStore(Mongod::replicaSet);

    /** What MongoDB answers when something went wrong that is nobody's fault. */
    static final int INTERNAL_ERROR = 1;

    // Longer than a test takes to overtake what is held back, on a busy machine too. The fail points that hold until
    // they are told (hangDuringBatchInsert and its like) hold whoever overtakes as well.
    private static final int STALL_MILLIS = 6000;

    @Override
    public ContentStore testee() {
        return MONGO.store().contents();
    }

    @Override
    public MutableClock clock() {
        return MONGO.clock();
    }

    @AfterEach
    void work() {
        MONGO.failNoMore();
    }

    /** Lets a command fail, until it is told to work. */
    static void fail(String command, int code) {
        ask("alwaysOn", new Document("failCommands", List.of(command)).append("errorCode", code));
    }

    /** Lets a command on one collection fail, until it is told to work. */
    static void fail(String command, String collection) {
        ask("alwaysOn", on(command, collection).append("errorCode", INTERNAL_ERROR));
    }

    /** Lets the connection break at the next command of this name. */
    static void breakConnectionOnce(String command) {
        ask(new Document("times", 1), new Document("failCommands", List.of(command)).append("closeConnection", true));
    }

    /** Holds back the next command of this name on one collection, for a while. */
    static void stall(String command, String collection) {
        ask(
                new Document("times", 1),
                on(command, collection).append("blockConnection", true).append("blockTimeMS", STALL_MILLIS));
    }

    /** Waits until MongoDB works on the command that it holds back. */
    static void awaitStalled(String command, String collection) {
        Document mine = new Document("command." + command, collection)
                .append("command.$db", MONGO.database().getName());
        await().atMost(Await.TIMEOUT)
                .until(() -> !Await.all(Flux.from(MONGO.adminDatabase()
                                .aggregate(List.of(
                                        new Document("$currentOp", new Document("allUsers", true)),
                                        new Document("$match", mine)))))
                        .isEmpty());
    }

    private static Document on(String command, String collection) {
        return new Document("failCommands", List.of(command))
                .append("namespace", MONGO.database().getName() + "." + collection);
    }

    private static void ask(Object mode, Document data) {
        MONGO.failCommand(mode, data.append("appName", "ezworks"));
    }

    /** How many chunks there are of this content. */
    static long chunks(ContentId id) {
        return Await.one(Mono.from(
                MONGO.database().getCollection("fs.chunks").countDocuments(Filters.eq("files_id", id.value()))));
    }
}
