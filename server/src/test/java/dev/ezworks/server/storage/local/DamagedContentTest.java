package dev.ezworks.server.storage.local;

import static dev.ezworks.server.content.ContentStoreFixture.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.server.MutableClock;
import dev.ezworks.server.content.ByteRange;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.ContentStoreFixture;
import dev.ezworks.server.content.DamagedContentException;
import dev.ezworks.server.content.NoSuchContentException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads of files that somebody else has touched. */
class DamagedContentTest implements ContentStoreFixture {
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

    @Test
    void readShouldFailWhereBytesAreMissing() throws Exception {
        byte[] bytes = randomBytes(1_000_000);
        ContentId id = store(bytes);
        try (FileChannel file = FileChannel.open(testee().file(id).orElseThrow(), StandardOpenOption.WRITE)) {
            file.truncate(999_999);
        }

        assertThatThrownBy(() -> read(id, 1_000_000)).isInstanceOf(DamagedContentException.class);
        assertThat(read(id, new ByteRange(999_000, 999))).hasSize(999);
    }

    @Test
    void readShouldFailWhenTheFileIsMissing() throws Exception {
        ContentId id = store(randomBytes(10));
        Files.delete(testee().file(id).orElseThrow());

        assertThatThrownBy(() -> read(id, 10)).isInstanceOf(NoSuchContentException.class);
        assertThat(testee().file(id)).isEmpty();
    }
}
