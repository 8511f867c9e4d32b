package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.api.Sha256;
import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.OwnServerTest;
import dev.ezworks.e2e.harness.RawHttp;
import dev.ezworks.e2e.harness.StoreKind;
import dev.ezworks.e2e.harness.TusUpload;
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
    private static final Duration SHORT_GRACE = Duration.ofSeconds(1);
    // To tell who is still there, to clean up and to close: forty seconds with the grace of thirty.
    private static final Duration AFTER_GRACE = Duration.ofSeconds(10);
    // Bytes that are sent before the server is asked to end.
    private static final int OF_THE_PUT = 8 * MIB;
    private static final int OF_THE_PIECE = 32 * MIB;
    // How much of a piece may have to be sent again.
    private static final int LOST_OF_A_PIECE = 16 * MIB;

    ShutdownIT(StoreKind store) {
        super(store, Map.of(), "-Xmx256m");
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
        server.restartWith(Map.of(GRACE, SHORT_GRACE.toSeconds() + "s"));
        Api.Login operator = server.api().operator();
        Bytes resumed = Bytes.of(2, 40 * MIB);
        TusUpload resumable = TusUpload.begin(server.api(), operator, "resumed.bin", resumed.length());
        try (Transfers transfers = new Transfers(new Servers(List.of(server::api)), TRANSFERS);
                RawHttp upload = new RawHttp(server.api().base());
                RawHttp piece = new RawHttp(server.api().base())) {
            transfers.start();
            upload.send("PUT /ops/files/endless HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + operator.bearer()
                    + "\r\nContent-Length: " + 64 * MIB + "\r\n\r\n");
            upload.send(Bytes.of(1, OF_THE_PUT).array());
            // Not from the others alone: some of this one is there, and the server is busy with it.
            await().atMost(PATIENCE).until(() -> server.api().takenBytes() > transfers.sentUntilTheMiddle());
            piece.send(resumable.patchHead(0, resumed.length()));
            piece.send(resumed.slice(0, OF_THE_PIECE));
            long ofOthers = transfers.sentUntilTheMiddle() + OF_THE_PUT;
            long taken = await().atMost(PATIENCE)
                    .until(() -> server.api().takenBytes() - ofOthers, bytes -> bytes > LOST_OF_A_PIECE + MIB);

            long begun = System.nanoTime();
            server.terminate();

            assertShuttingDown(upload.readAnswer());
            assertShuttingDown(piece.readAnswer());
            assertThat(server.awaitEnd(PATIENCE)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SHORT_GRACE.plus(AFTER_GRACE));
            server.start(Map.of());
            assertGoesOn(resumable.on(server.api()), resumed, taken);
            transfers.finish();
            // Each once at least; who tries again at once meets a server that is still on its way down or up.
            assertThat(transfers.failed()).isGreaterThanOrEqualTo(2 * TRANSFERS);
            server.kill();
            nothingShouldBeLostOrLeft(transfers);
            assertThat(server.api().get(operator, "/ops/files").names()).containsExactly("resumed.bin");
            assertThat(Sha256.of(server.api()
                            .get(operator, Api.ownPath("resumed.bin"))
                            .body()))
                    .isEqualTo(resumed.sha256());
        }
    }

    private static void assertShuttingDown(Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(503);
        assertThat(answer.problemCode()).contains("shutting-down");
        assertThat(answer.header("Retry-After")).isPresent();
    }

    /** @param taken how many bytes the server has taken of it, at least */
    private static void assertGoesOn(TusUpload upload, Bytes content, long taken) {
        long offset = upload.offset();
        assertThat(offset).isBetween(taken - LOST_OF_A_PIECE, (long) OF_THE_PIECE);
        Answer rest = upload.patch(offset, content.slice((int) offset, (int) content.length()));
        assertThat(rest.status()).as("%s", rest).isEqualTo(204);
        assertThat(rest.header("Repr-Digest")).contains(content.sha256().digestField());
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
