package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.OwnServerTest;
import dev.ezworks.e2e.harness.RawHttp;
import dev.ezworks.e2e.harness.StoreKind;
import dev.ezworks.e2e.workload.Servers;
import dev.ezworks.e2e.workload.Transfers;
import dev.ezworks.e2e.workload.Workload;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that is asked to end while it has much to do: nobody loses what was acknowledged. */
class ShutdownIT extends OwnServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int TRANSFERS = 5;
    private static final int MIB = 1 << 20;
    // Thirty seconds unless set.
    private static final String GRACE = "SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE";

    ShutdownIT(StoreKind store) {
        super(store, Map.of(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m");
    }

    @AfterEach
    void startAsBefore() {
        server.restart();
    }

    @Test
    void whatIsUnderWayShouldEndAndNothingNewBegin() throws InterruptedException {
        try (Transfers transfers = new Transfers(new Servers(List.of(server::api)), TRANSFERS);
                Workload workload = new Workload(server.api(), System.nanoTime())) {
            transfers.start();
            Workload.Round round = workload.start(server.api());
            round.expectBreak();

            server.terminate();

            awaitRefusal(server.api().base());
            transfers.finish();
            assertThat(transfers.failed()).isZero();
            round.join();
            assertThat(server.awaitEnd(PATIENCE)).isTrue();
            nothingShouldBeLostOrLeft(transfers);
            workload.check(server.api());
        }
    }

    @Test
    void whatDoesNotEndInTimeShouldBeEndedSoThatItCanBeDoneAgain() throws InterruptedException, IOException {
        server.restartWith(Map.of(GRACE, "1s"));
        Api.Login operator = server.api().operator();
        try (Transfers transfers = new Transfers(new Servers(List.of(server::api)), TRANSFERS);
                RawHttp upload = new RawHttp(server.api().base())) {
            transfers.start();
            upload.send("PUT /ops/files/endless HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + operator.bearer()
                    + "\r\nContent-Length: " + 64 * MIB + "\r\n\r\n");
            upload.send(Bytes.of(1, 8 * MIB).array());
            // Not from the others alone: some of this one is there, and the server is busy with it.
            await().atMost(PATIENCE).until(() -> server.api().takenBytes() > transfers.sentUntilTheMiddle());

            server.terminate();

            Answer answer = upload.readAnswer();
            assertThat(answer.status()).as("%s", answer).isEqualTo(503);
            assertThat(answer.problemCode()).contains("shutting-down");
            assertThat(answer.header("Retry-After")).isPresent();
            // The grace, five seconds to clean up, and some for a slow machine.
            assertThat(server.awaitEnd(PATIENCE)).isTrue();
            server.start(Map.of());
            transfers.finish();
            // Each once at least; who tries again at once meets a server that is still on its way down or up.
            assertThat(transfers.failed()).isGreaterThanOrEqualTo(2 * TRANSFERS);
            server.kill();
            nothingShouldBeLostOrLeft(transfers);
            assertThat(server.api().get(operator, "/ops/files").names()).isEmpty();
        }
    }

    private void nothingShouldBeLostOrLeft(Transfers transfers) {
        server.store().settle();
        server.store().letTimePass();
        server.start(Map.of("EZWORKS_SWEEP_INTERVAL", "1h"));
        transfers.check(server.api());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.store().leftovers()).isEmpty());
    }

    private static void awaitRefusal(URI server) {
        await().atMost(PATIENCE).until(() -> isRefused(server));
    }

    private static boolean isRefused(URI server) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            return !socket.isConnected();
        } catch (ConnectException e) {
            return true;
        }
    }
}
