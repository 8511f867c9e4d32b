package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.api.Role;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.CuttingProxy;
import dev.ezworks.e2e.harness.Finished;
import dev.ezworks.e2e.harness.OwnServerTest;
import dev.ezworks.e2e.harness.RunningCommand;
import dev.ezworks.e2e.harness.Scratch;
import dev.ezworks.e2e.harness.StoreKind;
import dev.ezworks.e2e.harness.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploads of a large file from the shell that are killed in every way, and the same command again. Its size in bytes:
 * {@code -Dezworks.e2e.resume.bytes}.
 */
class ResumedCommandIT extends OwnServerTest {
    private static final Logger log = LoggerFactory.getLogger(ResumedCommandIT.class);

    private static final long MIB = 1 << 20;
    private static final long SIZE = Long.getLong("ezworks.e2e.resume.bytes", 64 * MIB);
    private static final long SENT_TWICE_AT_MOST = 16 * MIB;
    // Heads of requests.
    private static final long TALK = 64 * 1024;
    // What the server takes is counted in so many bytes at once.
    private static final long COUNTED_AT_ONCE = MIB;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final StoreKind store;
    private final Bytes content = Bytes.of(61, SIZE + 12_345);
    private Api.Login operator;
    private CuttingProxy proxy;
    private Terminal ops;

    ResumedCommandIT(StoreKind store) {
        super(store, Map.of(), "-Xmx256m");
        this.store = store;
    }

    @BeforeEach
    void prepare() throws IOException {
        operator = server.api().operator();
        proxy = new CuttingProxy(server.api().base());
        ops = new Terminal(proxy.url());
        ops.with("XDG_STATE_HOME", ops.home().resolve("state").toString());
        ops.logIn(Role.OPS, operator.username());
        write(content);
    }

    @AfterEach
    void leave() {
        ops.close();
        proxy.close();
    }

    @Test
    void aKilledClientShouldCostNoMoreThanTheLastBytes() throws IOException {
        long before = proxy.passed();
        try (RunningCommand upload = startAndHold()) {
            upload.kill();
        }
        proxy.standBefore(server.api().base());
        // Another session of the same account.
        ops.logIn(Role.OPS, operator.username());

        requireContinued(ops.must("upload", "big.bin"), before);
    }

    @Test
    void aKilledServerShouldCostNoMoreThanTheLastBytes() throws IOException {
        long before = proxy.passed();
        try (RunningCommand upload = startAndHold()) {
            server.killAndRestart();
            proxy.standBefore(server.api().base());

            assertThat(upload.await(PATIENCE).exitCode()).isEqualTo(7);
        }

        requireContinued(ops.must("upload", "big.bin"), before);
    }

    @Test
    void bothKilledShouldCostNoMoreThanTheLastBytes() throws IOException {
        long before = proxy.passed();
        try (RunningCommand upload = startAndHold()) {
            server.kill();
            upload.kill();
        }
        server.start(Map.of());
        proxy.standBefore(server.api().base());

        requireContinued(ops.must("upload", "big.bin"), before);
    }

    @Test
    void ctrlCShouldSayThatTheSameCommandGoesOn() throws Exception {
        long before = proxy.passed();
        try (RunningCommand upload = startAndHold()) {
            upload.interrupt();
            Finished interrupted = upload.await(PATIENCE);

            assertThat(interrupted.exitCode()).as("%s", interrupted).isEqualTo(130);
            assertThat(interrupted.errText()).contains("the same command goes on");
        }
        proxy.standBefore(server.api().base());

        requireContinued(ops.must("upload", "big.bin"), before);
    }

    @Test
    void aLineThatBreaksTenTimesShouldDoInOneRun() throws IOException {
        long before = proxy.passed();
        proxy.cutEvery(SIZE / 12, 10);

        Finished upload = ops.must("upload", "big.bin");

        assertThat(proxy.cuts()).isEqualTo(10);
        assertThat(upload.errText()).doesNotContain("continuing");
        log.info("{}: sent twice after ten cuts: {} bytes", store, sentTwice(before));
        assertThat(sentTwice(before)).isLessThanOrEqualTo(SENT_TWICE_AT_MOST + TALK);
        requirePublished(content);
        assertThat(notes()).isZero();
    }

    @Test
    void aFileThatHasChangedSinceShouldBeSentFromTheStart() throws IOException {
        try (RunningCommand upload = startAndHold()) {
            upload.kill();
        }
        proxy.standBefore(server.api().base());
        Bytes changed = Bytes.of(62, content.length());
        write(changed);

        Finished again = ops.must("upload", "big.bin");

        assertThat(again.errText()).doesNotContain("continuing");
        requirePublished(changed);
        assertThat(notes()).isZero();
    }

    @Test
    void aSecondRunShouldNotDisturbTheFirst() throws IOException {
        try (RunningCommand first = startAndHold()) {
            Finished second = ops.run("upload", "big.bin");

            assertThat(second.exitCode()).as("%s", second).isEqualTo(1);
            assertThat(second.errText()).contains("another run is uploading");
            proxy.letGo();
            assertThat(first.await(PATIENCE).exitCode()).isZero();
        }
        requirePublished(content);
    }

    /** An upload of which two thirds have been handed to the server, which has taken them. */
    private RunningCommand startAndHold() {
        long passedBefore = proxy.passed();
        long takenBefore = server.api().takenBytes();
        proxy.holdAfter(SIZE / 3 * 2);
        RunningCommand upload = ops.start("upload", "big.bin", "--max-retries", "0");
        await().atMost(PATIENCE).until(proxy::holds);
        long passed = proxy.passed() - passedBefore;
        // Else it lies in the server's socket, and goes with it.
        await().atMost(PATIENCE)
                .until(() -> server.api().takenBytes() - takenBefore >= passed - TALK - COUNTED_AT_ONCE);
        return upload;
    }

    private void requireContinued(Finished again, long before) throws IOException {
        assertThat(again.errText()).contains("continuing big.bin at");
        log.info("{}: sent twice: {} bytes", store, sentTwice(before));
        assertThat(sentTwice(before)).isLessThanOrEqualTo(SENT_TWICE_AT_MOST + TALK);
        requirePublished(content);
        assertThat(notes()).isZero();
    }

    private long sentTwice(long before) {
        return proxy.passed() - before - content.length();
    }

    private void requirePublished(Bytes expected) {
        assertThat(ops.must("list", "--format", "sha256sum").out())
                .containsExactly(expected.sha256().hex() + "  big.bin");
    }

    private long notes() {
        return Scratch.files(ops.home().resolve("state")).stream()
                .filter(file -> !file.endsWith("lock"))
                .count();
    }

    private void write(Bytes bytes) throws IOException {
        Path file = ops.folder().resolve("big.bin");
        try (InputStream in = bytes.stream()) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
