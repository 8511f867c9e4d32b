package dev.ezworks.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartialFileTest {
    @TempDir
    Path folder;

    private Path target;

    @BeforeEach
    void setTarget() {
        target = folder.resolve("report.pdf");
    }

    @Test
    void theTargetShouldAppearOnlyWhenPublished() throws IOException {
        try (PartialFile partial = PartialFile.create(target)) {
            write(partial, "new");
            assertThat(target).doesNotExist();
            partial.publish(false);
        }
        assertThat(target).hasContent("new");
        assertThat(names()).containsExactly("report.pdf");
    }

    @Test
    void nothingShouldBeLeftOfADownloadThatFailed() throws IOException {
        Files.writeString(target, "old");
        try (PartialFile partial = PartialFile.create(target)) {
            write(partial, "half");
        }
        assertThat(target).hasContent("old");
        assertThat(names()).containsExactly("report.pdf");
    }

    @Test
    void publishShouldReplaceOnlyIfItMay() throws IOException {
        Files.writeString(target, "old");
        try (PartialFile partial = PartialFile.create(target)) {
            write(partial, "new");
            assertThatThrownBy(() -> partial.publish(false)).isInstanceOf(FileAlreadyExistsException.class);
            assertThat(target).hasContent("old");
            partial.publish(true);
        }
        assertThat(target).hasContent("new");
    }

    @Test
    void whatAnEarlierDownloadLeftBehindShouldNotGetIntoTheFile() throws IOException {
        Files.writeString(folder.resolve(PartialFile.partialName(target)), "a long remainder");
        try (PartialFile partial = PartialFile.create(target)) {
            write(partial, "new");
            partial.publish(false);
        }
        assertThat(target).hasContent("new");
    }

    @Test
    void aSymbolicLinkInThePartialFilesPlaceShouldNotBeFollowed() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious"), "keep");
        Files.createSymbolicLink(folder.resolve(PartialFile.partialName(target)), precious);

        assertThatThrownBy(() -> PartialFile.create(target)).isInstanceOf(IOException.class);
        assertThat(precious).hasContent("keep");
    }

    @Test
    void twoDownloadsToOneTargetShouldNotMix() throws IOException {
        try (PartialFile partial = PartialFile.create(target)) {
            write(partial, "first");
            // Within one process Java throws this; another process gets no lock.
            assertThatThrownBy(() -> PartialFile.create(target)).isInstanceOf(OverlappingFileLockException.class);
            partial.publish(false);
        }
        assertThat(target).hasContent("first");
    }

    @Test
    void thePartialNameShouldFitWhateverTheTargetsLength() {
        String longest = "x".repeat(255);

        assertThat(PartialFile.partialName(folder.resolve(longest)))
                .startsWith(".")
                .endsWith(".partial")
                .hasSizeLessThan(64);
    }

    private static void write(PartialFile partial, String text) throws IOException {
        partial.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
