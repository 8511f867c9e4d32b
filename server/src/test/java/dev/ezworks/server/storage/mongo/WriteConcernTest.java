package dev.ezworks.server.storage.mongo;

import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.one;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import dev.ezworks.api.FileName;
import dev.ezworks.api.Role;
import dev.ezworks.api.Sha256;
import dev.ezworks.server.MutableClock;
import dev.ezworks.server.account.Account;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.ContentStoreFixture;
import dev.ezworks.server.files.FileStoreFixture;
import dev.ezworks.server.files.NewVersion;
import dev.ezworks.server.files.Precondition;
import dev.ezworks.server.session.Session;
import dev.ezworks.server.testing.Mongod;
import dev.ezworks.server.transfers.BufferBudget;
import dev.ezworks.server.uploads.Upload;
import dev.ezworks.server.uploads.UploadId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What is acknowledged is on the disks of a majority, though the connection string asks for less. */
class WriteConcernTest implements ContentStoreFixture {
    private static final String DURABLE = ": w=majority, j=true";
    private static final String HINT = ": w=1, j=none";

    private final Writes writes = new Writes();
    private final MutableClock clock = new MutableClock();
    private MongoSettings settings;
    private MongoClient client;
    private MongoStore store;

    @BeforeEach
    void open() {
        String uri = Mongod.replicaSet().freshDatabase();
        settings = MongoSettings.parse(uri + (uri.contains("?") ? "&" : "?") + "w=1&journal=false");
        client = MongoClients.create(MongoClientSettings.builder(settings.client())
                .addCommandListener(writes)
                .build());
        store = new MongoStore(settings, client, new BufferBudget(32 << 20), clock);
    }

    @AfterEach
    void close() {
        if (store != null) {
            done(Mono.from(client.getDatabase(settings.database()).drop()));
            store.close();
        }
    }

    @Override
    public ContentStore testee() {
        return store.contents();
    }

    @Override
    public MutableClock clock() {
        return clock;
    }

    @Test
    void everyStepOfAnUploadShouldBeDurableButTheHints() {
        upload("a");

        assertThat(writes.seen())
                .containsExactly(
                        "insert contents" + DURABLE,
                        // The append begins, and ends: that the chunks tell too.
                        "update contents" + DURABLE,
                        "insert fs.chunks" + DURABLE,
                        "update contents" + HINT,
                        // It is sealed.
                        "update contents" + DURABLE,
                        "insert fs.files" + DURABLE,
                        // It is published, and the catalog's changes are counted: that the time of the change tells
                        // too.
                        "update files" + DURABLE,
                        "update catalogs" + HINT,
                        // It is settled.
                        "update contents" + DURABLE);
    }

    private ContentId upload(String name) {
        byte[] bytes = ContentStoreFixture.randomBytes(1000);
        ContentId id = ContentId.random();
        long epoch = begin(id, bytes).epoch();
        done(testee().seal(id, epoch, ContentStoreFixture.describe(bytes)));
        NewVersion version =
                new NewVersion(FileName.of(name), id, bytes.length, "text/plain", Sha256.of(bytes), Precondition.NONE);
        one(store.files().publish(FileStoreFixture.OLGA, List.of(version), clock.instant()));
        done(testee().settle(id, epoch));
        return id;
    }

    @Test
    void severalFilesShouldBePublishedByADurableCommit() {
        one(store.files()
                .publish(
                        FileStoreFixture.OLGA,
                        List.of(FileStoreFixture.version("a", "1"), FileStoreFixture.version("b", "1")),
                        clock.instant()));

        assertThat(writes.seen()).containsExactly("commitTransaction" + DURABLE, "update catalogs" + HINT);
    }

    @Test
    void deletionShouldBeDurable() {
        ContentId id = upload("a");
        writes.forget();

        one(store.files().remove(FileStoreFixture.OLGA, FileName.of("a"), Precondition.NONE, clock.instant()));
        done(testee().delete(id));

        assertThat(writes.seen())
                .containsExactly(
                        "update files" + DURABLE,
                        "update catalogs" + HINT,
                        "update contents" + DURABLE,
                        "delete fs.files" + DURABLE,
                        "delete fs.chunks" + DURABLE,
                        "delete contents" + DURABLE);
    }

    @Test
    void accountsSessionsAndUploadsShouldBeDurable() {
        done(store.accounts()
                .create(new Account(Role.OPS, FileStoreFixture.OLGA, "hash", null, null, clock.instant())));
        Session session =
                new Session("0".repeat(64), Role.OPS, FileStoreFixture.OLGA, clock.instant(), clock.instant());
        done(store.sessions().create(session));
        done(store.sessions().delete(session.sidHash()));
        UploadId upload = new UploadId("0".repeat(32));
        done(store.uploads().create(upload(upload)));
        done(store.uploads().published(upload));
        done(store.uploads().delete(upload));
        one(store.scrub().claim(LEASE));

        assertThat(writes.seen())
                .containsExactly(
                        "insert accounts" + DURABLE,
                        "insert sessions" + DURABLE,
                        "delete sessions" + DURABLE,
                        "insert uploads" + DURABLE,
                        "update uploads" + DURABLE,
                        "delete uploads" + DURABLE,
                        "findAndModify maintenance" + DURABLE);
    }

    private Upload upload(UploadId id) {
        return new Upload(
                id,
                FileStoreFixture.OLGA,
                FileName.of("a"),
                "text/plain",
                "",
                false,
                ContentId.random(),
                clock.instant(),
                Optional.of(1L),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** The commands that change something, in their order, and what they wait for. */
    private static final class Writes implements CommandListener {
        private static final String COMMIT = "commitTransaction";
        private static final Set<String> NAMES = Set.of("insert", "update", "delete", "findAndModify", COMMIT);

        private final List<String> seen = new CopyOnWriteArrayList<>();

        List<String> seen() {
            return seen;
        }

        void forget() {
            seen.clear();
        }

        @Override
        public void commandStarted(CommandStartedEvent event) {
            String name = event.getCommandName();
            BsonDocument command = event.getCommand();
            // What is written in a transaction waits for nothing: its commit does.
            boolean inTransaction = command.containsKey("autocommit") && !name.equals(COMMIT);
            if (NAMES.contains(name) && !inTransaction) {
                BsonDocument concern = command.getDocument("writeConcern", new BsonDocument());
                seen.add(name + on(command.get(name)) + ": w=" + told(concern.get("w")) + ", j="
                        + told(concern.get("j")));
            }
        }

        private static String on(@Nullable BsonValue collection) {
            return collection != null && collection.isString()
                    ? " " + collection.asString().getValue()
                    : "";
        }

        private static String told(@Nullable BsonValue value) {
            if (value == null) {
                return "none";
            }
            return switch (value.getBsonType()) {
                case STRING -> value.asString().getValue();
                case BOOLEAN -> String.valueOf(value.asBoolean().getValue());
                default -> String.valueOf(value.asNumber().intValue());
            };
        }
    }
}
