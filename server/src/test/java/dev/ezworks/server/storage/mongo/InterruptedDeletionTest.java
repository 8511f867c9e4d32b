package dev.ezworks.server.storage.mongo;

import static dev.ezworks.server.Await.all;
import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.ContentStoreFixture;
import dev.ezworks.server.content.NoSuchContentException;
import dev.ezworks.server.content.Slab;
import dev.ezworks.server.content.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** A deletion whose server failed half-way: as the sweep, which claims what has expired, finds it. */
class InterruptedDeletionTest extends UnreliableMongo {
    @ParameterizedTest
    @ValueSource(strings = {"fs.files", "fs.chunks", "contents"})
    void claimShouldFinishIt(String interruptedAt) {
        ContentId id = store(ContentStoreFixture.randomBytes(2 * Slab.CAPACITY + 5));
        fail("delete", interruptedAt);
        assertThatThrownBy(() -> done(testee().delete(id))).isInstanceOf(StoreUnavailableException.class);
        work();
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
