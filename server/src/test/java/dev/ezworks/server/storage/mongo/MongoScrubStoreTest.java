package dev.ezworks.server.storage.mongo;

import dev.ezworks.server.MutableClock;
import dev.ezworks.server.maintenance.ScrubStore;
import dev.ezworks.server.maintenance.ScrubStoreContract;
import dev.ezworks.server.testing.Mongod;
import org.junit.jupiter.api.extension.RegisterExtension;

class MongoScrubStoreTest implements ScrubStoreContract {
    @RegisterExtension
    static final OpenMongoStore MONGO = new OpenMongoStore(Mongod::replicaSet);

    @Override
    public ScrubStore testee() {
        return MONGO.store().scrub();
    }

    @Override
    public MutableClock clock() {
        return MONGO.clock();
    }
}
