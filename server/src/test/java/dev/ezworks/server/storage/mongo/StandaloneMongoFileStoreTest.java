package dev.ezworks.server.storage.mongo;

import dev.ezworks.server.files.FileStore;
import dev.ezworks.server.files.FileStoreContract;
import dev.ezworks.server.files.PublishOneAtATimeContract;
import dev.ezworks.server.testing.Mongod;
import org.junit.jupiter.api.extension.RegisterExtension;

class StandaloneMongoFileStoreTest implements FileStoreContract, PublishOneAtATimeContract {
    @RegisterExtension
    static final OpenMongoStore MONGO = new OpenMongoStore(Mongod::standalone);

    @Override
    public FileStore testee() {
        return MONGO.store().files();
    }
}
