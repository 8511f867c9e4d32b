package dev.ezworks.server.storage.mongo;

import dev.ezworks.server.account.AccountStore;
import dev.ezworks.server.account.AccountStoreContract;
import dev.ezworks.server.testing.Mongod;
import org.junit.jupiter.api.extension.RegisterExtension;

class MongoAccountStoreTest implements AccountStoreContract {
    @RegisterExtension
    static final OpenMongoStore MONGO = new OpenMongoStore(Mongod::replicaSet);

    @Override
    public AccountStore testee() {
        return MONGO.store().accounts();
    }
}
