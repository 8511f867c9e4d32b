package dev.ezworks.server.storage.local;

import dev.ezworks.server.MutableClock;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.ContentStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class DiskContentStoreTest implements ContentStoreContract {
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
    public ContentStore testee() {
        return store.contents();
    }

    @Override
    public MutableClock clock() {
        return clock;
    }
}
