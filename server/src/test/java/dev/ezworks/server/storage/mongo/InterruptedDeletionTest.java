package dev.ezworks.server.storage.mongo;

import static dev.ezworks.server.Await.all;
import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.server.MutableClock;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.ContentStoreFixture;
import dev.ezworks.server.content.NoSuchContentException;
import dev.ezworks.server.content.Slab;
import dev.ezworks.server.content.StoreUnavailableException;
import dev.ezworks.server.testing.Mongod;
import java.time.Duration;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** A deletion whose server failed half-way: as the sweep, which claims what has expired, finds it. */
class InterruptedDeletionTest implements ContentStoreFixture {
    @RegisterExtension
    static final OpenMongoStore MONGO = new OpenMongoStore(Mongod::replicaSet);

    private static final int INTERNAL_ERROR = 1;

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

    @ParameterizedTest
    @ValueSource(strings = {"fs.files", "fs.chunks", "contents"})
    void claimShouldFinishIt(String interruptedAt) {
        ContentId id = store(ContentStoreFixture.randomBytes(2 * Slab.CAPACITY + 5));
        MONGO.failCommand(
                "alwaysOn",
                new Document("failCommands", List.of("delete"))
                        .append("namespace", MONGO.database().getName() + "." + interruptedAt)
                        .append("errorCode", INTERNAL_ERROR));
        assertThatThrownBy(() -> done(testee().delete(id))).isInstanceOf(StoreUnavailableException.class);
        MONGO.failNoMore();
        clock().advance(Duration.ofSeconds(1));
        assertThat(all(testee().expired())).containsExactly(id);

        assertThatThrownBy(() -> one(testee().claim(id, LEASE))).isInstanceOf(NoSuchContentException.class);

        assertThat(all(testee().expired())).isEmpty();
        for (String collection : List.of("fs.files", "fs.chunks", "contents")) {
            assertThat(one(Mono.from(MONGO.database().getCollection(collection).countDocuments())))
                    .as(collection)
                    .isZero();
        }
    }
}
