package dev.ezworks.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.server.Await;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.testing.Caller;
import dev.ezworks.server.testing.Metrics;
import dev.ezworks.server.testing.RawConnection;
import dev.ezworks.server.testing.RunningServer;
import dev.ezworks.server.transfers.ActiveTransfers;
import dev.ezworks.server.transfers.BufferBudget;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;

/** What is counted, seen as Prometheus sees it. */
class MetricsTest {
    @RegisterExtension
    static final RunningServer SERVER =
            RunningServer.onDisk("ezworks.sweep.interval", "200ms", "ezworks.sweep.grace", "0s");

    // More than the buffers of two sockets hold.
    private static final int LARGE = 48 << 20;

    private final Metrics before = Metrics.of(SERVER);

    private void assertIncreased(String sample, double by) {
        await().atMost(Await.TIMEOUT)
                .untilAsserted(() -> assertThat(Metrics.of(SERVER).value(sample) - before.value(sample))
                        .as(sample)
                        .isEqualTo(by));
    }

    @Test
    void bytesAndTransfersShouldBeCountedInBothDirections() {
        Caller ops = SERVER.operator();
        ops.put("/ops/files/a", new byte[LARGE]);
        ops.get("/ops/files/a");
        ops.get("/ops/files/a", "Range", "bytes=0-9");

        assertIncreased("ezworks_transfer_bytes_total{direction=\"upload\"}", LARGE);
        assertIncreased("ezworks_transfer_bytes_total{direction=\"download\"}", LARGE + 10);
        assertIncreased("ezworks_transfer_duration_seconds_count{direction=\"upload\",outcome=\"complete\"}", 1);
        assertIncreased("ezworks_transfer_duration_seconds_count{direction=\"download\",outcome=\"complete\"}", 2);
    }

    @Test
    void aTransferShouldShowWhileItRunsAndAsCutWhenTheClientGoes() throws IOException {
        try (RawConnection connection = download()) {
            assertActiveDownloads(1);
            connection.reset();
        }

        assertIncreased("ezworks_transfer_duration_seconds_count{direction=\"download\",outcome=\"cut\"}", 1);
        assertActiveDownloads(0);
    }

    private static void assertActiveDownloads(int count) {
        await().atMost(Await.TIMEOUT)
                .untilAsserted(
                        () -> assertThat(Metrics.of(SERVER).value("ezworks_transfer_active{direction=\"download\"}"))
                                .isEqualTo(count));
    }

    @Test
    void anUploadWhoseClientGoesShouldBeCut() throws IOException {
        Caller ops = SERVER.operator();
        try (RawConnection connection = SERVER.connect()) {
            connection
                    .lines(
                            "PUT /ops/files/b HTTP/1.1",
                            "Host: a",
                            "Authorization: Bearer " + ops.token(),
                            "Expect: 100-continue",
                            "Content-Length: 100",
                            "")
                    .head();
            await().atMost(Await.TIMEOUT)
                    .until(() -> Metrics.of(SERVER).value("ezworks_transfer_active{direction=\"upload\"}") == 1);
            connection.reset();
        }

        assertIncreased("ezworks_transfer_duration_seconds_count{direction=\"upload\",outcome=\"cut\"}", 1);
    }

    @Test
    void aTransferThatTheServerEndsShouldBeFailed() throws IOException {
        try (RawConnection connection = download()) {
            SERVER.server().bean(ActiveTransfers.class).endAll();

            assertIncreased("ezworks_transfer_duration_seconds_count{direction=\"download\",outcome=\"failed\"}", 1);
            assertThat(connection.isClosedByServer() || connection.read(LARGE).length < LARGE)
                    .isTrue();
        }
    }

    private static RawConnection download() throws IOException {
        Caller ops = SERVER.operator();
        ops.put("/ops/files/c", new byte[LARGE]);
        RawConnection connection = SERVER.connect();
        connection
                .lines("GET /ops/files/c HTTP/1.1", "Host: a", "Authorization: Bearer " + ops.token(), "")
                .head();
        return connection;
    }

    @Test
    void requestsShouldBeCountedByRouteAndNeverByWhatACallerMadeUp() {
        Caller ops = SERVER.operator();
        ops.put("/ops/files/made-up-name", new byte[1]);
        SERVER.stranger().send("MADEUP", "/made-up-path", BodyPublishers.noBody());

        assertIncreased(
                "ezworks_http_request_duration_seconds_count{method=\"PUT\",route=\"/ops/files/{name}\",status=\"201\"}",
                1);
        assertIncreased(
                "ezworks_http_request_duration_seconds_count{method=\"other\",route=\"unknown\",status=\"404\"}", 1);
        assertThat(Metrics.of(SERVER).toString())
                .doesNotContainIgnoringCase("made-up")
                .doesNotContain("MADEUP")
                .doesNotContain(ops.name());
    }

    @Test
    void problemsShouldBeCountedByCode() {
        SERVER.stranger()
                .send(
                        "POST",
                        "/ops/login",
                        BodyPublishers.ofString("username=nobody-of-that-name&password=x"),
                        "Content-Type",
                        "application/x-www-form-urlencoded");

        assertIncreased("ezworks_problems_total{code=\"no-such-user\"}", 1);
        assertThat(before.names()).contains("ezworks_problems_total");
        assertThat(before.toString()).contains("ezworks_problems_total{code=\"busy\"}");
    }

    @Test
    void theStoreShouldBeTimedByOperation() {
        SERVER.operator().put("/ops/files/d", new byte[1]);

        for (String operation : new String[] {"contents.create", "contents.append", "contents.seal", "files.publish"}) {
            assertIncreased(
                    "ezworks_store_operation_duration_seconds_count{operation=\"" + operation + "\",outcome=\"ok\"}",
                    1);
        }
    }

    @Test
    void sweepsShouldBeCounted() {
        await().atMost(Await.TIMEOUT)
                .until(() -> Metrics.of(SERVER).value("ezworks_sweep_runs_total")
                        > before.value("ezworks_sweep_runs_total"));
        assertThat(Metrics.of(SERVER).value("ezworks_sweep_last_success_timestamp_seconds"))
                .isGreaterThan(1_600_000_000);
    }

    @Test
    void whatSweepsRemoveShouldBeCountedByItsKind() {
        Caller ops = SERVER.operator();
        for (int version = 1; version <= 3; version++) {
            ops.put("/ops/files/replaced", new byte[version]);
        }
        // Nobody goes on with it.
        Await.one(SERVER.server().contents().create(ContentId.random(), Duration.ofMillis(1)));

        assertIncreased("ezworks_sweep_removed_total{kind=\"version\"}", 2);
        assertIncreased("ezworks_sweep_removed_total{kind=\"upload\"}", 1);
        assertIncreased("ezworks_sweep_failures_total", 0);
    }

    @Test
    void memoryShouldShow() {
        assertThat(before.value("ezworks_buffer_budget_bytes")).isGreaterThan(1 << 20);
        assertThat(before.value("ezworks_netty_direct_memory_bytes")).isPositive();
    }

    @Test
    void memoryInUseAndWhoWaitsForMoreShouldShow() {
        BufferBudget budget = SERVER.server().bean(BufferBudget.class);
        BufferBudget.Memory most = budget.share().tryAcquire(budget.total() - 5).orElseThrow();
        Disposable waiting = budget.share().acquire(6).subscribe();

        Metrics now = Metrics.of(SERVER);
        waiting.dispose();
        most.release();

        assertThat(now.value("ezworks_buffer_budget_bytes")).isEqualTo((double) budget.total());
        assertThat(now.value("ezworks_buffer_used_bytes")).isEqualTo((double) (budget.total() - 5));
        assertThat(now.value("ezworks_buffer_waiting")).isEqualTo(1);
        assertThat(before.value("ezworks_buffer_used_bytes")).isZero();
        assertThat(before.value("ezworks_buffer_waiting")).isZero();
    }
}
