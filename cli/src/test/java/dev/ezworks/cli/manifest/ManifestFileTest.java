package dev.ezworks.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.api.FileInfo;
import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import dev.ezworks.api.Username;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestFileTest {
    private static final ManifestTarget ALICE = new ManifestTarget("http://127.0.0.1:5000", new Username("alice"));
    private static final FileName NAME = FileName.of("dir/größe.txt");
    private static final Sha256 DIGEST = Sha256.of(new byte[] {1});
    private static final Sha256 OTHER_DIGEST = Sha256.of(new byte[] {2});
    private static final Failure BUSY = new Failure(ExitCode.WORTH_RETRYING, "the server is busy", "try again later");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("manifest.ndjson");
    }

    @Test
    void linesShouldBeForPrograms() throws IOException {
        add(published(NAME, DIGEST), new ManifestEntry.Failed("b", BUSY), new ManifestEntry.Skipped("link", "a link"));

        assertThat(Files.readString(file)).isEqualTo("""
                {"name":"dir/größe.txt","size":12,"sha256":"%s","version":3,"status":"uploaded",\
                "server":"http://127.0.0.1:5000","operator":"alice"}
                {"name":"b","status":"failed","exitCode":7,"reason":"the server is busy; try again later",\
                "server":"http://127.0.0.1:5000","operator":"alice"}
                {"name":"link","status":"skipped","reason":"a link",\
                "server":"http://127.0.0.1:5000","operator":"alice"}
                """.formatted(DIGEST.hex()));
    }

    @Test
    void whatIsPublishedShouldBeDoneUntilItsBytesChange() throws IOException {
        add(published(NAME, DIGEST));

        try (Manifest manifest = open()) {
            assertThat(manifest.isDone(NAME, DIGEST)).isTrue();
            assertThat(manifest.isDone(NAME, OTHER_DIGEST)).isFalse();
            assertThat(manifest.isDone(FileName.of("other"), DIGEST)).isFalse();
        }
    }

    @Test
    void theLastLineAboutANameShouldCount() throws IOException {
        add(published(NAME, DIGEST), published(NAME, OTHER_DIGEST));
        try (Manifest manifest = open()) {
            assertThat(manifest.isDone(NAME, DIGEST)).isFalse();
            assertThat(manifest.isDone(NAME, OTHER_DIGEST)).isTrue();
        }

        add(new ManifestEntry.Failed(NAME.value(), BUSY));
        try (Manifest manifest = open()) {
            assertThat(manifest.isDone(NAME, OTHER_DIGEST)).isFalse();
        }
    }

    @Test
    void whatIsSaidOfAnotherCatalogShouldNotCount() throws IOException {
        add(published(NAME, DIGEST));

        for (ManifestTarget other : new ManifestTarget[] {
            new ManifestTarget("http://127.0.0.1:5001", ALICE.operator()),
            new ManifestTarget(ALICE.server(), new Username("bob"))
        }) {
            try (Manifest manifest = ManifestFile.open(file, other)) {
                assertThat(manifest.isDone(NAME, DIGEST)).isFalse();
            }
        }
    }

    @Test
    void aLineThatWasCutAnywhereShouldBeReplacedByTheNextOne() throws IOException {
        add(published(NAME, DIGEST));
        byte[] line = Files.readAllBytes(file);
        for (int kept = 0; kept < line.length; kept++) {
            byte[] torn = new byte[line.length + kept];
            System.arraycopy(line, 0, torn, 0, line.length);
            System.arraycopy(line, 0, torn, line.length, kept);
            Files.write(file, torn);

            try (Manifest manifest = open()) {
                assertThat(manifest.isDone(NAME, DIGEST)).isTrue();
                manifest.add(published(FileName.of("next"), DIGEST));
            }
            assertThat(Files.readAllLines(file))
                    .as("%d bytes of a line", kept)
                    .hasSize(2)
                    .allMatch(whole -> whole.startsWith("{\"name\":") && whole.endsWith("}"));
        }
    }

    @Test
    void aLineThatTheDiskHadNoRoomForShouldBeReplacedByTheNextOne() throws IOException {
        Deque<Integer> room = new ArrayDeque<>(List.of(5, 20, 0));
        ManifestFile.Writing filling = (channel, bytes, position) -> {
            int left = Objects.requireNonNullElse(room.poll(), bytes.remaining());
            if (left == 0) {
                throw new IOException("no space left on device");
            }
            int written = channel.write(bytes.slice().limit(left), position);
            bytes.position(bytes.position() + written);
            return written;
        };
        try (Manifest manifest = ManifestFile.open(file, ALICE, filling)) {
            assertThatThrownBy(() -> manifest.add(published(NAME, DIGEST))).hasMessageContaining("no space left");
            assertThat(Files.size(file)).isEqualTo(25);
            manifest.add(published(FileName.of("next"), DIGEST));
        }

        assertThat(Files.readAllLines(file)).singleElement().asString().startsWith("{\"name\":\"next\"");
    }

    @Test
    void bytesThatThePowerTookAwayShouldBeReplaced() throws IOException {
        add(published(NAME, DIGEST));
        Files.write(file, new byte[300], StandardOpenOption.APPEND);

        add(published(FileName.of("next"), DIGEST));

        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a report", "a report\n", "{\"name\":1}\n", "{\"names\":\"x\"}\n", "[]\n", "\n", "{}"})
    void anotherFileShouldBeLeftAsItIs(String content) throws IOException {
        Files.writeString(file, content);

        assertThatThrownBy(this::open).isInstanceOf(CliException.class).hasMessageContaining("line 1");

        assertThat(file).hasContent(content);
    }

    @Test
    void whatIsNoRegularFileShouldBeRefused() throws IOException {
        Files.createDirectory(file);

        assertThatThrownBy(this::open).isInstanceOf(CliException.class).hasMessageContaining("not a regular file");
    }

    @Test
    void lookingShouldChangeNothing() throws IOException {
        add(published(NAME, DIGEST));
        Files.writeString(file, "{\"name\":\"to", StandardOpenOption.APPEND);
        byte[] before = Files.readAllBytes(file);

        open().close();

        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void twoRunsAtOnceShouldBeRefused() throws IOException {
        try (Manifest first = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(CliException.class)
                    .hasMessageContaining("another run is using the manifest");
            first.add(published(NAME, DIGEST));
        }
        open().close();
    }

    @Test
    void aNameShouldBeThereAsItIs() throws IOException {
        FileName odd = FileName.of("\"quotes\" 日本 \uD83D\uDE00");
        add(published(odd, DIGEST));

        try (Manifest manifest = open()) {
            assertThat(manifest.isDone(odd, DIGEST)).isTrue();
        }
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)).contains("日本");
    }

    private Manifest open() throws IOException {
        return ManifestFile.open(file, ALICE);
    }

    private void add(ManifestEntry... entries) throws IOException {
        try (Manifest manifest = open()) {
            for (ManifestEntry entry : entries) {
                manifest.add(entry);
            }
        }
    }

    private static ManifestEntry published(FileName name, Sha256 digest) {
        FileInfo file = new FileInfo(
                name.value(), 12, "text/plain", digest.hex(), 3, Instant.parse("2026-01-31T10:00:00Z"), false);
        return new ManifestEntry.Published(name, file, true);
    }
}
