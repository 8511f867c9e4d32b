package dev.ezworks.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartialFileTest {
    private static final RemoteFile SMALL = new RemoteFile(3, Sha256.of(new byte[] {1}));
    private static final RemoteFile LARGE = new RemoteFile(1_000_000, Sha256.of(new byte[] {2}));

    @TempDir
    Path folder;

    private Path target;

    @BeforeEach
    void setTarget() {
        target = folder.resolve("report.pdf");
    }

    @Test
    void theTargetShouldAppearOnlyWhenPublished() throws IOException {
        try (PartialFile partial = PartialFile.open(target)) {
            write(partial, SMALL, "new");
            assertThat(target).doesNotExist();
            partial.publish(false);
        }
        assertThat(target).hasContent("new");
        assertThat(names()).containsExactly("report.pdf");
    }

    @Test
    void littleShouldNotBeKeptOfADownloadThatFailed() throws IOException {
        Files.writeString(target, "old");
        try (PartialFile partial = PartialFile.open(target)) {
            write(partial, LARGE, "half");
        }
        assertThat(target).hasContent("old");
        assertThat(names()).containsExactly("report.pdf");
    }

    @Test
    void aDownloadThatWasCutShortShouldGoOn() throws IOException {
        byte[] half = Bytes.random(500_000);
        try (PartialFile partial = PartialFile.open(target)) {
            partial.begin(LARGE);
            partial.write(ByteBuffer.wrap(half));
        }

        try (PartialFile partial = PartialFile.open(target)) {
            assertThat(partial.version()).contains(LARGE.sha256());
            assertThat(partial.length()).as("the last byte is asked for again").isEqualTo(499_999);
            partial.write(ByteBuffer.wrap(half, 499_999, 1));
            partial.publish(false);
        }

        assertThat(target).hasBinaryContent(half);
        assertThat(names()).containsExactly("report.pdf");
    }

    @Test
    void aNewVersionShouldBeginFromTheFirstByte() throws IOException {
        try (PartialFile partial = PartialFile.open(target)) {
            partial.begin(LARGE);
            partial.write(ByteBuffer.wrap(Bytes.random(500_000)));
        }
        try (PartialFile partial = PartialFile.open(target)) {
            write(partial, SMALL, "new");
            partial.publish(false);
        }
        assertThat(target).hasContent("new");
    }

    @Test
    void bytesOfAnUnknownVersionShouldNotGetIntoTheFile() throws IOException {
        PartialNames names = PartialNames.of(target);
        for (String version :
                List.of("", "nonsense", "x\n", "x\n" + LARGE.sha256().hex(), "x\nzz\n")) {
            Files.write(names.bytes(), Bytes.random(500_000));
            Files.writeString(names.claim(), version);
            try (PartialFile partial = PartialFile.open(target)) {
                assertThat(partial.version()).as(version).isEmpty();
                assertThat(partial.length()).isZero();
                write(partial, SMALL, "new");
                partial.publish(true);
            }
            assertThat(target).hasContent("new");
        }
    }

    @Test
    void publishShouldReplaceOnlyIfItMay() throws IOException {
        Files.writeString(target, "old");
        try (PartialFile partial = PartialFile.open(target)) {
            write(partial, SMALL, "new");
            assertThatThrownBy(() -> partial.publish(false)).isInstanceOf(FileAlreadyExistsException.class);
            assertThat(target).hasContent("old");
            partial.publish(true);
        }
        assertThat(target).hasContent("new");
    }

    @Test
    void symbolicLinksInThePlaceOfTheHiddenFilesShouldNotBeFollowed() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious"), "keep");
        PartialNames names = PartialNames.of(target);
        for (Path hidden : List.of(names.bytes(), names.claim())) {
            Files.createSymbolicLink(hidden, precious);

            assertThatThrownBy(() -> PartialFile.open(target)).isInstanceOf(IOException.class);
            assertThat(precious).hasContent("keep");
            Files.delete(hidden);
        }
    }

    @Test
    void twoDownloadsToOneTargetShouldNotMix() throws IOException {
        try (PartialFile partial = PartialFile.open(target)) {
            write(partial, SMALL, "first");
            assertThatThrownBy(() -> PartialFile.open(target)).isInstanceOf(FileSystemException.class);
            assertThat(PartialNames.of(target).remove()).isFalse();
            partial.publish(false);
        }
        assertThat(target).hasContent("first");
    }

    @Test
    void aFileThatDoesNotFitShouldBeRefusedBeforeItFillsTheDisk() throws IOException {
        try (PartialFile partial = PartialFile.open(target)) {
            assertThatThrownBy(() -> partial.begin(new RemoteFile(Long.MAX_VALUE, SMALL.sha256())))
                    .isInstanceOf(NoRoomException.class);
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void theHiddenNamesShouldFitWhateverTheTargetsLength() {
        PartialNames names = PartialNames.of(folder.resolve("x".repeat(255)));

        for (Path hidden : List.of(names.bytes(), names.claim())) {
            String name = hidden.getFileName().toString();
            assertThat(name).startsWith(".").hasSizeLessThan(64);
            assertThat(PartialNames.isOne(name)).isTrue();
            assertThat(PartialNames.belongingTo(hidden)).isEqualTo(names);
        }
        assertThat(PartialNames.isOne("report.partial")).isFalse();
    }

    private static void write(PartialFile partial, RemoteFile version, String text) throws IOException {
        partial.begin(version);
        partial.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
