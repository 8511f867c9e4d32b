package dev.ezworks.server.storage.mongo;

import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.one;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import dev.ezworks.server.files.FileStore;
import dev.ezworks.server.files.FileStoreFixture;
import dev.ezworks.server.testing.Mongod;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

class CatalogTagTest implements FileStoreFixture {
    @RegisterExtension
    static final OpenMongoStore MONGO = new OpenMongoStore(Mongod::replicaSet);

    @Override
    public FileStore testee() {
        return MONGO.store().files();
    }

    @Test
    void tagShouldChangeWhenTheServerFailedBeforeItCountedTheChange() {
        publish(OLGA, "a");
        Document counted = counter();
        String before = one(testee().tag(OLGA));

        publish(OLGA, "a");
        done(Mono.from(
                MONGO.database().getCollection("catalogs").replaceOne(Filters.eq("_id", OLGA.value()), counted)));

        assertThat(one(testee().tag(OLGA))).isNotEqualTo(before);
    }

    @Test
    void tagShouldNotChangeWithAnotherOwnersCatalog() {
        publish(OLGA, "a");
        String before = one(testee().tag(OLGA));

        publish(OLEG, "a");

        assertThat(one(testee().tag(OLGA))).isEqualTo(before);
    }

    private static Document counter() {
        return one(Mono.from(MONGO.database()
                .getCollection("catalogs")
                .find(Filters.eq("_id", OLGA.value()))
                .first()));
    }
}
