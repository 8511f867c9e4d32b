package dev.ezworks.server.storage.mongo;

import dev.ezworks.server.files.FileStore;
import dev.ezworks.server.files.FileStoreContract;
import dev.ezworks.server.files.PublishSeveralContract;
import dev.ezworks.server.testing.Mongod;
import org.junit.jupiter.api.extension.RegisterExtension;

class MongoFileStoreTest implements FileStoreContract, PublishSeveralContract {
    @RegisterExtension
    static final OpenMongoStore MONGO = new OpenMongoStore(Mongod::replicaSet);

    @Override
    public FileStore testee() {
        return MONGO.store().files();
    }
}
