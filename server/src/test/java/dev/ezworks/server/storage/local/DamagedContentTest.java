package dev.ezworks.server.storage.local;

import static dev.ezworks.server.Await.one;
import static dev.ezworks.server.content.ContentStoreFixture.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.server.Await;
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
import reactor.test.StepVerifier;

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
        try (FileChannel file =
                FileChannel.open(testee().file(id, 1_000_000).orElseThrow(), StandardOpenOption.WRITE)) {
            file.truncate(999_999);
        }

        assertThatThrownBy(() -> read(id, 1_000_000)).isInstanceOf(DamagedContentException.class);
        assertThat(testee().file(id, 1_000_000)).isEmpty();
        assertThat(one(testee().length(id))).isEqualTo(999_999);
        assertThat(read(id, new ByteRange(999_000, 999))).hasSize(999);
    }

    @Test
    void readShouldGiveNothingOfAFileThatIsTooShort() throws Exception {
        ContentId id = store(randomBytes(1_000_000));
        Files.write(testee().file(id, 1_000_000).orElseThrow(), randomBytes(999_999));

        StepVerifier.create(testee().read(id, ByteRange.whole(1_000_000)))
                .expectError(DamagedContentException.class)
                .verify(Await.TIMEOUT);
    }

    @Test
    void readShouldTellOfDamageWhenTheDiskGivesNoBytes() throws Exception {
        ContentId id = store(randomBytes(10));
        Path file = testee().file(id, 10).orElseThrow();
        Files.delete(file);
        // It opens as a file does, and reading it fails.
        Files.createDirectory(file);

        assertThatThrownBy(() -> read(id, 10)).isInstanceOf(DamagedContentException.class);
    }

    @Test
    void fileWithBytesTooManyShouldNotBeTheContents() throws Exception {
        ContentId id = store(randomBytes(10));
        Files.write(testee().file(id, 10).orElseThrow(), new byte[1], StandardOpenOption.APPEND);

        assertThat(testee().file(id, 10)).isEmpty();
        assertThat(one(testee().length(id))).isEqualTo(11);
    }

    @Test
    void readShouldFailWhenTheFileIsMissing() throws Exception {
        ContentId id = store(randomBytes(10));
        Files.delete(testee().file(id, 10).orElseThrow());

        assertThatThrownBy(() -> read(id, 10)).isInstanceOf(NoSuchContentException.class);
        assertThat(testee().file(id, 10)).isEmpty();
    }
}
