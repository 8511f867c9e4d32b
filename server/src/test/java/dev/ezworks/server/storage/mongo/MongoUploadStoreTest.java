package dev.ezworks.server.storage.mongo;

import dev.ezworks.server.testing.Mongod;
import dev.ezworks.server.uploads.UploadStore;
import dev.ezworks.server.uploads.UploadStoreContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class MongoUploadStoreTest implements UploadStoreContract {
    @RegisterExtension
    static final OpenMongoStore MONGO = new OpenMongoStore(Mongod::replicaSet);

    @Override
    public UploadStore testee() {
        return MONGO.store().uploads();
    }
}
