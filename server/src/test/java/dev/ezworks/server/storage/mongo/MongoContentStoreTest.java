package dev.ezworks.server.storage.mongo;

import dev.ezworks.server.MutableClock;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.ContentStoreContract;
import dev.ezworks.server.testing.Mongod;
import org.junit.jupiter.api.extension.RegisterExtension;

class MongoContentStoreTest implements ContentStoreContract {
    @RegisterExtension
    static final OpenMongoStore MONGO = new OpenMongoStore(Mongod::replicaSet);

    @Override
    public ContentStore testee() {
        return MONGO.store().contents();
    }

    @Override
    public MutableClock clock() {
        return MONGO.clock();
    }
}
