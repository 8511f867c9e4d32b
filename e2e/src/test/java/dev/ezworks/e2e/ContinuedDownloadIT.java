package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.api.Role;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.Finished;
import dev.ezworks.e2e.harness.OneStoreIsEnough;
import dev.ezworks.e2e.harness.OwnServerTest;
import dev.ezworks.e2e.harness.Relay;
import dev.ezworks.e2e.harness.RunningCommand;
import dev.ezworks.e2e.harness.StoreKind;
import dev.ezworks.e2e.harness.Terminal;
import dev.ezworks.e2e.harness.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Downloads that are cut short go on where they stopped, however they were. */
@OneStoreIsEnough(StoreKind.LOCAL)
class ContinuedDownloadIT extends OwnServerTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Bytes CONTENT = Bytes.of(21, (48 << 20) + 7);
    private static final long CUT_AFTER = 20L << 20;
    private static final long SENT_TWICE_AT_MOST = 16L << 20;

    private Api.Login operator;
    private Relay relay;
    private Terminal client;
    private Path target;

    ContinuedDownloadIT(StoreKind store) {
        super(store, Map.of());
    }

    @BeforeEach
    void publish() {
        operator = server.api().operator();
        server.api().put(operator, "big.bin", CONTENT);
        relay = new Relay(server.api().base());
        client = new Terminal(relay.url()).withJvmOption("-Djdk.httpclient.receiveBufferSize=262144");
        client.logIn(Role.CLIENT, server.api().client().username());
        target = client.folder().resolve("big.bin");
    }

    @AfterEach
    void leave() {
        client.close();
        relay.close();
    }

    @Test
    void aKilledClientShouldGoOnWhenItIsRunAgain() throws IOException {
        try (RunningCommand download = start()) {
            awaitHalf();
            download.kill();
        }
        assertThat(target).doesNotExist();

        relay.letGo();
        client.must("download", name());

        requireWhole();
    }

    @Test
    void anInterruptedClientShouldGoOnUnderAnotherLogin() throws Exception {
        try (RunningCommand download = start()) {
            awaitHalf();
            download.interrupt();
            assertThat(download.await(PATIENCE).exitCode()).isEqualTo(130);
        }
        relay.letGo();
        client.logIn(Role.CLIENT, server.api().client().username());

        client.must("download", name());

        requireWhole();
    }

    @Test
    void aKilledServerShouldNotEndTheDownload() throws IOException {
        try (RunningCommand download = start("--max-retries", "100")) {
            awaitHalf();
            server.killAndRestart();
            relay.to(server.api().base());
            relay.letGo();

            Finished finished = download.await(PATIENCE);
            assertThat(finished.exitCode()).as("%s", finished.errText()).isZero();
        }

        requireWhole();
    }

    @Test
    void bothKilledShouldGoOnWhenBothAreBack() throws IOException {
        try (RunningCommand download = start()) {
            awaitHalf();
            server.kill();
            download.kill();
        }
        server.start(Map.of());
        relay.to(server.api().base());
        relay.letGo();

        client.must("download", name());

        requireWhole();
    }

    @Test
    void curlShouldGoOnWhereItStopped() throws Exception {
        goOnWith(Tool.of("curl"), "-sS", "--fail", "-C", "-", "-H", bearer(), "-o", "big.bin");
    }

    @Test
    void wgetShouldGoOnWhereItStopped() throws Exception {
        goOnWith(Tool.of("wget"), "-q", "-c", "--header", bearer(), "-O", "big.bin");
    }

    private void goOnWith(Tool tool, String... arguments) throws IOException, InterruptedException {
        try (InputStream in = CONTENT.stream()) {
            Files.write(target, in.readNBytes((int) CUT_AFTER));
        }
        long before = relay.answered();
        String[] all = Stream.concat(Stream.of(arguments), Stream.of(relay.url() + Api.clientPath(operator, "big.bin")))
                .toArray(String[]::new);

        assertThat(tool.run(client.folder(), all)).isZero();

        requireContent();
        assertThat(relay.answered() - before).isLessThan(CONTENT.length() - CUT_AFTER + 10_000);
    }

    private String bearer() {
        return "Authorization: " + server.api().client().bearer();
    }

    private String name() {
        return operator.username() + "/big.bin";
    }

    /** Gets no more than a part until {@link Relay#letGo}. */
    private RunningCommand start(String... more) {
        relay.holdAfter(CUT_AFTER);
        return client.start(
                Stream.concat(Stream.of("download", name()), Stream.of(more)).toArray(String[]::new));
    }

    private void awaitHalf() {
        await().atMost(PATIENCE).until(relay::holds);
    }

    private void requireWhole() throws IOException {
        requireContent();
        try (Stream<Path> files = Files.list(client.folder())) {
            assertThat(files).containsExactly(target);
        }
        assertThat(relay.answered()).isLessThan(CONTENT.length() + SENT_TWICE_AT_MOST);
    }

    private void requireContent() throws IOException {
        try (InputStream content = Files.newInputStream(target)) {
            assertThat(Bytes.digest(content)).isEqualTo(CONTENT.sha256());
        }
    }
}
