package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.api.Role;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.Finished;
import dev.ezworks.e2e.harness.OneStoreIsEnough;
import dev.ezworks.e2e.harness.RunningCommand;
import dev.ezworks.e2e.harness.SharedServerTest;
import dev.ezworks.e2e.harness.StoreKind;
import dev.ezworks.e2e.harness.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Batches of uploads as a script runs them: unattended, again and again, and cut short. */
@OneStoreIsEnough(StoreKind.LOCAL)
class BatchUploadIT extends SharedServerTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int FILES = 300;

    private Api.Login operator;
    private Terminal ops;

    BatchUploadIT(StoreKind store) {
        super(store);
    }

    @BeforeEach
    void logIn() {
        operator = api.operator();
        ops = new Terminal(api.base());
        ops.logIn(Role.OPS, operator.username());
    }

    @AfterEach
    void leave() {
        ops.close();
    }

    @Test
    void aFolderShouldBePublishedWithItsTree() throws IOException {
        write("out/a.txt", "a");
        write("out/2026/q1/b.txt", "b");
        Files.createDirectories(ops.folder().resolve("out/empty"));
        Files.createSymbolicLink(ops.folder().resolve("out/link"), Path.of("a.txt"));

        Finished upload = ops.must("upload", "-r", "out", "--to", "nightly/");
        ops.must("upload", "-r", "out/", "--follow");

        assertThat(upload.errText()).contains("skipped out/link: a symbolic link");
        assertThat(ops.must("list").out())
                .containsExactly("2026/q1/b.txt", "a.txt", "link", "nightly/out/2026/q1/b.txt", "nightly/out/a.txt");
    }

    @Test
    void aListShouldSayWhatIsUploaded() throws IOException {
        write("a.txt", "a");
        write("dir/b.txt", "b");
        write("list", "# tonight\na.txt\n\ndir/b.txt\r\nmissing.txt\n");

        Finished some = ops.run("upload", "--files-from", "list", "--json");
        Finished all = ops.run("dir/b.txt\0a.txt\0".getBytes(StandardCharsets.UTF_8), "upload", "--files-from0", "-");

        assertThat(some.exitCode()).as("%s", some).isEqualTo(3);
        JsonNode summary = JSON.readTree(some.out().get(some.out().size() - 1));
        assertThat(summary.path("type").asString()).isEqualTo("summary");
        assertThat(summary.path("uploaded").asInt()).isEqualTo(2);
        assertThat(summary.path("failed").asInt()).isEqualTo(1);
        assertThat(all.exitCode()).as("%s", all).isZero();
        assertThat(versions()).isEqualTo(Map.of("a.txt", 2L, "b.txt", 2L));
    }

    @Test
    void theSameManifestShouldSkipWhatIsDoneAndUnchanged() throws IOException {
        write("out/a.txt", "a");
        write("out/b.txt", "b");
        ops.must("upload", "-r", "out", "--manifest", "done.ndjson");
        write("out/b.txt", "b, changed");
        write("out/c.txt", "c");

        Finished again = ops.must("upload", "-r", "out", "--manifest", "done.ndjson", "--json");

        JsonNode summary = JSON.readTree(again.out().get(again.out().size() - 1));
        assertThat(summary.path("uploaded").asInt()).isEqualTo(2);
        assertThat(summary.path("unchanged").asInt()).isEqualTo(1);
        assertThat(versions()).isEqualTo(Map.of("out/a.txt", 1L, "out/b.txt", 2L, "out/c.txt", 1L));
        assertThat(manifest("done.ndjson")).containsOnlyKeys("out/a.txt", "out/b.txt", "out/c.txt");
    }

    @Test
    void onlyWhatHasChangedShouldBeUploadedIfThatIsAskedFor() throws IOException {
        write("out/a.txt", "a");
        write("out/b.txt", "b");
        ops.must("upload", "-r", "out", "--if-changed");
        write("out/b.txt", "b, changed");

        Finished rehearsal = ops.must("upload", "-r", "out", "--if-changed", "--dry-run");
        assertThat(rehearsal.errText()).contains("would upload out/b.txt").contains("unchanged out/a.txt");
        assertThat(versions()).isEqualTo(Map.of("out/a.txt", 1L, "out/b.txt", 1L));

        ops.must("upload", "-r", "out", "--if-changed");
        assertThat(versions()).isEqualTo(Map.of("out/a.txt", 1L, "out/b.txt", 2L));
    }

    @Test
    void aNameThatIsTakenShouldBeLeftAloneIfThatIsAskedFor() throws IOException {
        write("a.txt", "a");
        write("b.txt", "b");
        ops.must("upload", "a.txt");

        assertThat(ops.run("upload", "a.txt", "b.txt", "--no-replace").exitCode())
                .as("the same bytes are no harm")
                .isZero();
        write("a.txt", "other");
        assertThat(ops.run("upload", "a.txt", "--no-replace").exitCode()).isEqualTo(1);
        assertThat(ops.run("upload", "a.txt", "b.txt", "--no-replace").exitCode())
                .isEqualTo(3);
        assertThat(versions()).isEqualTo(Map.of("a.txt", 1L, "b.txt", 1L));
    }

    @Test
    void aFileThatKeepsChangingShouldNotBePublishedAndNotStopTheOthers() throws Exception {
        Path log = write("out/app.log", "");
        Files.write(log, Bytes.of(1, 30 << 20).array());
        write("out/zzz.txt", "z");
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch growing = new CountDownLatch(1);
        Thread writer = new Thread(() -> {
            while (!over.get()) {
                append(log);
                growing.countDown();
            }
        });
        writer.start();
        growing.await();
        try {
            Finished upload = ops.run("upload", "-r", "out", "--manifest", "done.ndjson");

            assertThat(upload.exitCode()).as("%s", upload).isEqualTo(3);
        } finally {
            over.set(true);
            writer.join();
        }
        assertThat(versions()).isEqualTo(Map.of("out/zzz.txt", 1L));
        assertThat(Objects.requireNonNull(manifest("done.ndjson").get("out/app.log"))
                        .path("exitCode")
                        .asInt())
                .isEqualTo(12);
    }

    @Test
    void afterKillTheSameCommandShouldFinishTheBatch() throws IOException {
        writeMany();

        killAfter(FILES / 3, RunningCommand::kill);
        Finished again = ops.must("upload", "-r", "out", "--manifest", "done.ndjson");

        assertThat(again.errText()).contains(" unchanged");
        requireAllPublished();
    }

    @Test
    void ctrlCShouldLeaveAStateThatContinues() throws IOException {
        writeMany();

        Finished interrupted = killAfter(FILES / 3, RunningCommand::interrupt);
        assertThat(interrupted.exitCode()).as("%s", interrupted).isEqualTo(130);
        JsonNode summary = JSON.readTree(interrupted.out().get(interrupted.out().size() - 1));
        assertThat(summary.path("interrupted").asBoolean()).isTrue();
        assertThat(summary.path("left").asInt()).isPositive();

        ops.must("upload", "-r", "out", "--manifest", "done.ndjson");
        requireAllPublished();
    }

    @Test
    void twoRunsShouldNotShareAManifest() throws IOException {
        writeMany();
        try (RunningCommand first =
                ops.start("upload", "-r", "out", "--manifest", "done.ndjson", "--limit-rate", "1K", "--json")) {
            await().atMost(PATIENCE).until(() -> !first.outSoFar().isEmpty());

            Finished second = ops.run("upload", "-r", "out", "--manifest", "done.ndjson");

            assertThat(second.exitCode()).as("%s", second).isEqualTo(1);
            assertThat(second.errText()).contains("another run is using the manifest");
        }
    }

    @Test
    void theLimitShouldBeThatOfAllFilesTogether() throws IOException {
        for (int i = 0; i < 4; i++) {
            Files.write(ops.folder().resolve(i + ".bin"), Bytes.of(i, 256 << 10).array());
        }

        long startedAt = System.nanoTime();
        ops.must("upload", "0.bin", "1.bin", "2.bin", "3.bin", "--limit-rate", "512K");

        assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isGreaterThan(Duration.ofMillis(1_700));
    }

    /** A way to end a command. */
    private interface Ending {
        void end(RunningCommand command) throws InterruptedException;
    }

    private Finished killAfter(int files, Ending ending) {
        // What is left then takes some seconds, and its end but a moment.
        try (RunningCommand upload =
                ops.start("upload", "-r", "out", "--manifest", "done.ndjson", "--limit-rate", "5K", "--json")) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> upload.outSoFar().size() >= files);
            ending.end(upload);
            return upload.await(PATIENCE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void writeMany() throws IOException {
        for (int i = 0; i < FILES; i++) {
            write("out/%03d/%d.txt".formatted(i % 10, i), "file " + i + " " + "x".repeat(i));
        }
    }

    /** Every file is there; those that were under way when the command ended may have been published twice. */
    private void requireAllPublished() throws IOException {
        Map<String, Long> versions = versions();
        assertThat(versions).hasSize(FILES);
        assertThat(versions.values()).allMatch(version -> version <= 2);
        assertThat(versions.values().stream().filter(version -> version == 2)).hasSizeLessThanOrEqualTo(4);
        assertThat(manifest("done.ndjson").values())
                .hasSize(FILES)
                .allSatisfy(line -> assertThat(line.path("status").asString()).isEqualTo("uploaded"));
    }

    private Path write(String path, String content) throws IOException {
        Path file = ops.folder().resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private static void append(Path file) {
        try {
            Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Long> versions() {
        Map<String, Long> versions = new TreeMap<>();
        for (String line : ops.must("list", "--json").out()) {
            JsonNode file = JSON.readTree(line);
            versions.put(file.path("name").asString(), file.path("version").asLong());
        }
        return versions;
    }

    /** The last line about each name. */
    private Map<String, JsonNode> manifest(String name) throws IOException {
        Map<String, JsonNode> lines = new TreeMap<>();
        List<String> all = Files.readAllLines(ops.folder().resolve(name));
        all.forEach(line -> lines.put(JSON.readTree(line).path("name").asString(), JSON.readTree(line)));
        return lines;
    }
}
