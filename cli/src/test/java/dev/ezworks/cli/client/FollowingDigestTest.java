package dev.ezworks.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FollowingDigestTest {
    private static final int SIZE = 5_000_000;

    @TempDir
    Path folder;

    private final byte[] content = Bytes.random(SIZE);

    @ParameterizedTest
    @CsvSource({
        "0, 5000000",
        "0, 4194304",
        "4194304, 5000000",
        "3000000, 3000001",
        "5000000, 5000000",
    })
    void theDigestShouldBeThatOfAllWhateverIsSent(long from, long to) throws IOException {
        try (FileSource source = open();
                FollowingDigest digest = new FollowingDigest(source)) {
            send(digest, from, to);

            assertThat(digest.value()).isEqualTo(Sha256.of(content));
            assertThat(digest.value()).as("asked again").isEqualTo(Sha256.of(content));
        }
    }

    @Test
    void whatIsSentAgainShouldCountOnce() throws IOException {
        try (FileSource source = open();
                FollowingDigest digest = new FollowingDigest(source)) {
            send(digest, 0, 2_000_000);
            send(digest, 700_001, 3_000_000);
            send(digest, 2_500_000, SIZE);

            assertThat(digest.value()).isEqualTo(Sha256.of(content));
        }
    }

    @Test
    void aDigestThatIsKnownShouldBeTaken() throws IOException {
        try (FileSource source = open()) {
            Sha256 known = source.digest();
            try (FollowingDigest digest = new FollowingDigest(source)) {
                assertThat(digest.value()).isEqualTo(known).isEqualTo(Sha256.of(content));
            }
        }
    }

    @Test
    void aFileThatChangesShouldBeFoundOut() throws IOException {
        try (FileSource source = open();
                FollowingDigest digest = new FollowingDigest(source)) {
            send(digest, 0, 1_000_000);
            Files.write(folder.resolve("f"), new byte[] {1}, StandardOpenOption.APPEND);

            assertThatThrownBy(digest::value).isInstanceOf(FileChangedException.class);
        }
    }

    private FileSource open() throws IOException {
        return FileSource.open(Files.write(folder.resolve("f"), content));
    }

    private static void send(FollowingDigest digest, long from, long to) throws IOException {
        BlockReader reader = digest.reader(from, to);
        while (reader.next() != null) {
            // As a connection would take it.
        }
    }
}
