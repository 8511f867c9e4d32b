package dev.ezworks.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSourceTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                BlockReader.BLOCK_BYTES - 1,
                BlockReader.BLOCK_BYTES,
                BlockReader.BLOCK_BYTES + 1,
                1_000_000,
                FileSource.MAX_HELD_BYTES,
                FileSource.MAX_HELD_BYTES + 1,
                3_000_000
            })
    void theBodyShouldBeTheFile(int size) throws Exception {
        byte[] content = Bytes.random(size);
        AtomicLong moved = new AtomicLong();
        try (FileSource source = FileSource.open(Files.write(folder.resolve("f"), content))) {
            assertThat(source.length()).hasValue(size);
            assertThat(source.digest()).isEqualTo(Sha256.of(content));
            assertThat(Bodies.read(source.body(moved::addAndGet, RateLimit.NONE)))
                    .isEqualTo(content);
        }
        assertThat(moved).hasValue(size);
    }

    @Test
    void theBodyShouldBeTheSameASecondTime() throws Exception {
        byte[] content = Bytes.random(300_000);
        try (FileSource source = FileSource.open(Files.write(folder.resolve("f"), content))) {
            assertThat(Bodies.read(source.body(bytes -> {}, RateLimit.NONE))).isEqualTo(content);
            assertThat(Bodies.read(source.body(bytes -> {}, RateLimit.NONE))).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300_000, 3_000_000})
    void aFileThatGrewShouldNotBeSentWhole(int size) throws IOException {
        Path file = Files.write(folder.resolve("f"), Bytes.random(size));
        try (FileSource source = FileSource.open(file)) {
            Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);
            assertChanged(source, size);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300_000, 3_000_000})
    void aFileThatShrankShouldNotBeSentWhole(int size) throws IOException {
        Path file = Files.write(folder.resolve("f"), Bytes.random(size));
        try (FileSource source = FileSource.open(file)) {
            Files.write(file, Bytes.random(1000));
            assertChanged(source, size);
        }
    }

    @Test
    void aFileThatWasRewrittenAtTheSameSizeShouldNotBeSentWhole() throws IOException {
        Path file = Files.write(folder.resolve("f"), Bytes.random(1000));
        try (FileSource source = FileSource.open(file)) {
            Files.write(file, Bytes.random(1000));
            Files.setLastModifiedTime(file, FileTime.fromMillis(1));
            assertChanged(source, 1000);
        }
    }

    @Test
    void aFileThatWasReplacedShouldNotBeSentWhole() throws IOException {
        Path file = Files.write(folder.resolve("f"), Bytes.random(1000));
        FileTime time = Files.getLastModifiedTime(file);
        try (FileSource source = FileSource.open(file)) {
            Path other = Files.write(folder.resolve("other"), Bytes.random(1000));
            Files.setLastModifiedTime(other, time);
            Files.delete(file);
            Files.move(other, file);
            assertChanged(source, 1000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 3_000_000})
    void aFileThatIsReplacedWhileItIsOpenedShouldNotBeSent(int size) throws IOException {
        Path file = Files.write(folder.resolve("f"), Bytes.random(size));
        Path other = Files.write(folder.resolve("other"), Bytes.random(size + 1));

        assertThatThrownBy(() -> {
                    try (FileSource source = FileSource.open(file, (path, options) -> {
                        Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);
                        return FileChannel.open(path, options);
                    })) {
                        source.digest();
                    }
                })
                .isInstanceOf(FileChangedException.class);
    }

    @Test
    void aSymbolicLinkShouldBeFollowedUnlessThatIsUnwanted() throws IOException {
        Path file = Files.write(folder.resolve("f"), new byte[] {1});
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        FileSource.open(link).close();
        assertThatThrownBy(() -> FileSource.open(link, LinkOption.NOFOLLOW_LINKS))
                .isInstanceOf(FileChangedException.class);
        assertThatThrownBy(() -> FileSource.open(
                        file,
                        (path, options) -> {
                            Files.delete(path);
                            Files.createSymbolicLink(path, folder.resolve("other"));
                            return FileChannel.open(path, options);
                        },
                        LinkOption.NOFOLLOW_LINKS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("symbolic links");
    }

    @Test
    void aFileThatCantBeReadShouldNotLookLikeABrokenConnection() throws IOException {
        Path file = Files.write(folder.resolve("f"), Bytes.random(3_000_000));
        FileSource source = FileSource.open(file);
        source.close();

        assertThatThrownBy(() -> Bodies.read(source.body(bytes -> {}, RateLimit.NONE)))
                .hasCauseInstanceOf(LocalReadException.class)
                .hasRootCauseInstanceOf(ClosedChannelException.class);
    }

    @Test
    void aMissingFileShouldBeSaidToBeMissing() {
        assertThatThrownBy(() -> FileSource.open(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    private static void assertChanged(FileSource source, long size) {
        AtomicLong sent = new AtomicLong();
        assertThatThrownBy(() -> Bodies.read(source.body(sent::addAndGet, RateLimit.NONE)))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(FileChangedException.class);
        assertThat(sent.get()).as("bytes handed over").isLessThan(size);
    }
}
