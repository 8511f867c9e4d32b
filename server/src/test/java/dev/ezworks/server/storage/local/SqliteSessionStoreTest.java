package dev.ezworks.server.storage.local;

import dev.ezworks.server.MutableClock;
import dev.ezworks.server.session.SessionStore;
import dev.ezworks.server.session.SessionStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteSessionStoreTest implements SessionStoreContract {
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
    public SessionStore testee() {
        return store.sessions();
    }
}
