package dev.ezworks.server.storage.local;

import dev.ezworks.server.MutableClock;
import dev.ezworks.server.files.FileStore;
import dev.ezworks.server.files.FileStoreContract;
import dev.ezworks.server.files.PublishSeveralContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteFileStoreTest implements FileStoreContract, PublishSeveralContract {
    private final MutableClock clock = new MutableClock();
    private LocalStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = LocalStore.open(folder, clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    public FileStore testee() {
        return store.files();
    }
}
