package dev.ezworks.server.storage.mongo;

import dev.ezworks.server.session.SessionStore;
import dev.ezworks.server.session.SessionStoreContract;
import dev.ezworks.server.testing.Mongod;
import org.junit.jupiter.api.extension.RegisterExtension;

class MongoSessionStoreTest implements SessionStoreContract {
    @RegisterExtension
    static final OpenMongoStore MONGO = new OpenMongoStore(Mongod::replicaSet);

    @Override
    public SessionStore testee() {
        return MONGO.store().sessions();
    }
}
