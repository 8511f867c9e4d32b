package dev.ezworks.server.storage.local;

import dev.ezworks.server.MutableClock;
import dev.ezworks.server.uploads.UploadStore;
import dev.ezworks.server.uploads.UploadStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteUploadStoreTest implements UploadStoreContract {
    private LocalStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = LocalStore.open(folder, new MutableClock());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    public UploadStore testee() {
        return store.uploads();
    }
}
