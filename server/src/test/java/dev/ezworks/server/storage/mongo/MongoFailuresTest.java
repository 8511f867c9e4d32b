package dev.ezworks.server.storage.mongo;

import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.maybe;
import static dev.ezworks.server.Await.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.server.content.Claim;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.ContentStoreFixture;
import dev.ezworks.server.content.CountedSlabs;
import dev.ezworks.server.content.Slab;
import dev.ezworks.server.content.StorageFullException;
import dev.ezworks.server.content.StoreUnavailableException;
import dev.ezworks.server.files.FileQuery;
import dev.ezworks.server.files.FileStoreFixture;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the ports tell when MongoDB fails; MongoDB does so at our command ({@code failCommand}). */
class MongoFailuresTest extends UnreliableMongo {
    private static final int OUT_OF_DISK_SPACE = 14031;

    private final CountedSlabs slabs = new CountedSlabs();

    @Test
    void fullDiskShouldFailAnAppendAndKeepWhatWasThere() {
        byte[] bytes = ContentStoreFixture.randomBytes(3 * Slab.CAPACITY);
        ContentId id = ContentId.random();
        long epoch = begin(id, Arrays.copyOf(bytes, Slab.CAPACITY)).epoch();
        byte[] rest = Arrays.copyOfRange(bytes, Slab.CAPACITY, bytes.length);

        fail("insert", OUT_OF_DISK_SPACE);
        assertThatThrownBy(() -> done(testee().append(id, epoch, Slab.CAPACITY, slabs.of(rest))))
                .isInstanceOf(StorageFullException.class);
        slabs.awaitAllReleased();
        work();

        Claim claim = one(testee().claim(id, LEASE));
        assertThat(claim.size()).isEqualTo(Slab.CAPACITY);
        done(testee().append(id, claim.epoch(), claim.size(), slabs.of(rest)));
        done(testee().seal(id, claim.epoch(), ContentStoreFixture.describe(bytes)));
        assertThat(read(id, bytes.length)).isEqualTo(bytes);
    }

    @Test
    void everyOtherFailureShouldMeanThatTheStoreIsUnavailable() {
        ContentId id = store(ContentStoreFixture.randomBytes(10));
        FileStoreFixture catalog = () -> MONGO.store().files();

        fail("find", INTERNAL_ERROR);
        assertThatThrownBy(() -> read(id, 10)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> catalog.names(FileStoreFixture.OLGA, FileQuery.ALL))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> maybe(MONGO.store().sessions().find("x")))
                .isInstanceOf(StoreUnavailableException.class);

        fail("insert", INTERNAL_ERROR);
        assertThatThrownBy(() -> done(testee().create(ContentId.random(), LEASE)))
                .isInstanceOf(StoreUnavailableException.class);

        fail("ping", INTERNAL_ERROR);
        assertThatThrownBy(() -> done(MONGO.store().ping())).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void connectionThatBreaksOnceShouldNotBeNoticed() {
        FileStoreFixture catalog = () -> MONGO.store().files();
        catalog.publish(FileStoreFixture.OLGA, "a");

        breakConnectionOnce("update");
        assertThat(catalog.publish(FileStoreFixture.OLGA, "a").version()).isEqualTo(2);

        breakConnectionOnce("commitTransaction");
        assertThat(one(MONGO.store()
                        .files()
                        .publish(
                                FileStoreFixture.OLGA,
                                List.of(FileStoreFixture.version("a", "3"), FileStoreFixture.version("b", "1")),
                                FileStoreFixture.NOW)))
                .extracting(published -> published.file().version())
                .containsExactly(3L, 1L);

        byte[] bytes = ContentStoreFixture.randomBytes(5 * Slab.CAPACITY);
        breakConnectionOnce("insert");
        assertThat(read(store(bytes), bytes.length)).isEqualTo(bytes);
    }
}
