package dev.ezworks.server.storage.mongo;

import static dev.ezworks.server.Await.all;
import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.maybe;
import static dev.ezworks.server.Await.one;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Role;
import dev.ezworks.server.MutableClock;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.ContentStoreFixture;
import dev.ezworks.server.content.Slab;
import dev.ezworks.server.files.FileQuery;
import dev.ezworks.server.files.FileStore;
import dev.ezworks.server.files.FileStoreFixture;
import dev.ezworks.server.files.NewVersion;
import dev.ezworks.server.files.Precondition;
import dev.ezworks.server.files.StoredFile;
import dev.ezworks.server.testing.Mongod;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** MongoDB's own profiler tells how it found what a call wanted. */
class QueryPlanTest {
    @RegisterExtension
    static final OpenMongoStore MONGO = new OpenMongoStore(Mongod::replicaSet);

    private static final Instant NOW = FileStoreFixture.NOW;
    private static final int FILES = 20;

    private final FileStore files = MONGO.store().files();

    @BeforeEach
    void publishFiles() {
        for (int i = 0; i < FILES; i++) {
            publish("file " + i);
            publish("removed " + i);
            done(files.remove(FileStoreFixture.OLGA, FileName.of("removed " + i), Precondition.NONE, NOW));
        }
        profile(2);
    }

    @AfterEach
    void forgetProfile() {
        profile(0);
        done(Mono.from(MONGO.database().getCollection("system.profile").drop()));
    }

    @Test
    void pageOfAListShouldLookAtNoMoreThanItGives() {
        all(files.list(FileStoreFixture.OLGA, new FileQuery("file 1", "file 10", 5)));

        assertThat(profiled("files")).singleElement().satisfies(plan -> {
            assertThat(plan.getString("planSummary")).startsWith("IXSCAN { current.owner: 1, current.name: 1");
            assertThat(plan.getInteger("docsExamined")).isEqualTo(5);
            assertThat(plan.getBoolean("hasSortStage", false)).isFalse();
        });
    }

    @Test
    void findShouldLookAtOneEntry() {
        one(files.find(FileStoreFixture.OLGA, FileName.of("file 7")));

        assertThat(profiled("files")).singleElement().satisfies(plan -> {
            assertThat(plan.getInteger("docsExamined")).isEqualTo(1);
            assertThat(plan.getInteger("keysExamined")).isEqualTo(1);
        });
    }

    @Test
    void tagShouldLookAtOneEntryAndOneCounter() {
        one(files.tag(FileStoreFixture.OLGA));

        assertThat(profiled("files")).singleElement().satisfies(plan -> {
            assertThat(plan.getInteger("keysExamined")).isEqualTo(1);
            assertThat(plan.getBoolean("hasSortStage", false)).isFalse();
        });
        assertThat(profiled("catalogs"))
                .singleElement()
                .satisfies(plan -> assertThat(plan.getInteger("docsExamined")).isEqualTo(1));
    }

    @Test
    void summaryShouldBeAnsweredByTheIndexAlone() {
        all(files.summarize(Flux.just(FileStoreFixture.OLGA)));

        assertThat(profiled("files"))
                .singleElement()
                .satisfies(plan -> assertThat(plan.getInteger("docsExamined")).isZero());
    }

    @Test
    void changesShouldLookAtOneEntryEach() {
        StoredFile file = publish("file 7");
        done(files.remove(FileStoreFixture.OLGA, file.name(), Precondition.NONE, NOW));

        assertThat(profiled("files"))
                .isNotEmpty()
                .allSatisfy(plan -> assertThat(plan.getInteger("docsExamined")).isLessThanOrEqualTo(1));
    }

    @Test
    void sweepShouldNotScanCollections() {
        one(files.refersTo(ContentId.random()));
        all(files.retiredBefore(NOW.minusSeconds(1)));
        all(MONGO.store().contents().expired());
        done(MONGO.store().sessions().deleteExpired(NOW));

        assertThat(profiled("files"))
                .hasSize(2)
                .allSatisfy(plan -> assertThat(plan.getInteger("docsExamined")).isZero());
        assertNothingWasScanned();
    }

    @Test
    void scrubShouldLookAtNoMoreThanItGets() {
        assertThat(all(files.versions(ContentId.NONE, 5))).hasSize(5);

        assertThat(profiled("files")).singleElement().satisfies(plan -> {
            assertThat(plan.getString("planSummary")).startsWith("IXSCAN { current.content: 1");
            assertThat(plan.getInteger("docsExamined")).isEqualTo(5);
            assertThat(plan.getBoolean("hasSortStage", false)).isFalse();
        });
    }

    @Test
    void contentShouldBeFoundByIndexes() {
        ContentStoreFixture content = new ContentStoreFixture() {
            @Override
            public ContentStore testee() {
                return MONGO.store().contents();
            }

            @Override
            public MutableClock clock() {
                return MONGO.clock();
            }
        };
        ContentId id = content.store(ContentStoreFixture.randomBytes(2 * Slab.CAPACITY + 1));
        content.read(id, 2L * Slab.CAPACITY + 1);
        done(content.testee().delete(id));

        assertThat(profiled("fs.chunks")).isNotEmpty();
        assertNothingWasScanned();
    }

    @Test
    void accountsShouldBeFoundByIndexes() {
        all(MONGO.store().accounts().usernames(Role.OPS));
        maybe(MONGO.store().accounts().find(Role.OPS, FileStoreFixture.OLGA));
        maybe(MONGO.store().sessions().find("0".repeat(64)));

        assertThat(profiled("accounts"))
                .hasSize(2)
                .allSatisfy(plan ->
                        assertThat(plan.getBoolean("hasSortStage", false)).isFalse());
        assertNothingWasScanned();
    }

    private StoredFile publish(String name) {
        NewVersion version = FileStoreFixture.version(name, name);
        return one(files.publish(FileStoreFixture.OLGA, List.of(version), NOW))
                .get(0)
                .file();
    }

    private static void assertNothingWasScanned() {
        assertThat(all(Flux.from(MONGO.database()
                        .getCollection("system.profile")
                        .find(new Document("planSummary", "COLLSCAN")
                                .append("ns", new Document("$not", new Document("$regex", "system")))))))
                .isEmpty();
    }

    private static List<Document> profiled(String collection) {
        return all(Flux.from(MONGO.database()
                .getCollection("system.profile")
                .find(new Document("ns", MONGO.database().getName() + "." + collection)
                        .append("planSummary", new Document("$exists", true)))));
    }

    private static void profile(int level) {
        done(Mono.from(MONGO.database().runCommand(new Document("profile", level))));
    }
}
