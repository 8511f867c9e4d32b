package dev.ezworks.server.storage.local;

import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.one;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.server.MutableClock;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.maintenance.ScrubStore;
import dev.ezworks.server.maintenance.ScrubStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteScrubStoreTest implements ScrubStoreContract {
    private final MutableClock clock = new MutableClock();
    private LocalStore store;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        store = LocalStore.open(folder, clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    public ScrubStore testee() {
        return store.scrub();
    }

    @Override
    public MutableClock clock() {
        return clock;
    }

    @Test
    void nextServerShouldGoOnAtOnceWhereTheLastOneStopped() {
        ContentId position = ContentId.random();
        done(testee().advance(one(testee().claim(LEASE)).epoch(), position, LEASE));

        close();
        open();

        assertThat(one(testee().claim(LEASE)).progress().position()).isEqualTo(position);
    }
}
