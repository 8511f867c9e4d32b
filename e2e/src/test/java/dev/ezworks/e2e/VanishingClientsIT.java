package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.OwnServerTest;
import dev.ezworks.e2e.harness.RawHttp;
import dev.ezworks.e2e.harness.Scratch;
import dev.ezworks.e2e.harness.StoreKind;
import dev.ezworks.e2e.harness.TusUpload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Clients that are gone in the midst of a transfer, by the hundred: no network buffer, no open file, no byte of theirs
 * and no connection stays behind, and everybody else is served as before.
 */
class VanishingClientsIT extends OwnServerTest {
    private static final int CLIENTS = 500;
    private static final int AT_ONCE = 16;
    private static final int MIB = 1 << 20;
    // What the clients announce; they send part of it.
    private static final int ANNOUNCED = 4 * MIB;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte[] KEPT = Bytes.of(1, 8 * MIB).array();
    // Netty looks for leaked buffers when it hands out new ones, a while after the garbage was collected.
    private static final int LEAK_SEARCHES = 3;
    // Of whoever looks on, who may open another one.
    private static final int MORE_CONNECTIONS = 2;

    private Api.Login operator;
    private long bytesBefore;
    private List<String> openBefore;
    private List<Path> temporaryBefore;
    private int connectionsBefore;

    VanishingClientsIT(StoreKind store) {
        super(
                store,
                Map.of(
                        "EZWORKS_SWEEP_INTERVAL", "1s",
                        "EZWORKS_SWEEP_GRACE", "1s",
                        "EZWORKS_UPLOADS_LEASE", "2s",
                        "EZWORKS_UPLOADS_EXPIRY", "5s"),
                "-Xmx256m",
                "-Dio.netty.leakDetection.level=paranoid");
    }

    /** One client's way to transfer a little and go. */
    private interface Visit {
        void pay(RawHttp http, Random random) throws IOException;
    }

    @BeforeEach
    void publishAFile() {
        operator = server.api().operator();
        server.api().put(operator, "kept.bin", KEPT);
        assertThat(server.api().get(operator, Api.ownPath("kept.bin")).body()).isEqualTo(KEPT);
        bytesBefore = server.store().contentBytes();
        // A server may close what it has read or written a moment after its answer.
        openBefore = await().atMost(PATIENCE)
                .until(this::regularFiles, open -> open.stream().noneMatch(this::isOfATransfer));
        temporaryBefore = Scratch.files(server.temp());
        connectionsBefore = server.connections();
    }

    @Test
    void uploadsShouldLeaveNothingBehind() throws Exception {
        byte[] bytes = Bytes.of(2, ANNOUNCED).array();
        letVanish((http, random) -> {
            http.send(head(http, random));
            http.send(Arrays.copyOf(bytes, random.nextInt(ANNOUNCED / 2)));
        });

        assertThat(server.api().get(operator, "/ops/files").names()).containsExactly("kept.bin");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.store().contentBytes()).isEqualTo(bytesBefore));
        assertThatNothingLeaked();
    }

    @Test
    void downloadsShouldLeaveNothingBehind() throws Exception {
        List<String> ranges = List.of("", "Range: bytes=100-\r\n", "Range: bytes=5-6000000,7000000-7900000\r\n");
        letVanish((http, random) -> {
            http.send("GET /ops/files/kept.bin HTTP/1.1\r\nHost: localhost\r\n" + authorization()
                    + ranges.get(random.nextInt(ranges.size())) + "\r\n");
            assertThat(http.skip(random.nextInt(2 * MIB) + 1)).isPositive();
        });

        assertThatNothingLeaked();
    }

    /** Half of the clients reset the connection, the others end it in good order. */
    private void letVanish(Visit visit) throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> visits = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Random random = new Random(i);
                visits.add(pool.submit(() -> {
                    try (RawHttp http = new RawHttp(server.api().base())) {
                        visit.pay(http, random);
                        if (random.nextBoolean()) {
                            http.reset();
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> one : visits) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private void assertThatNothingLeaked() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(regularFiles()).containsExactlyInAnyOrderElementsOf(openBefore);
            assertThat(Scratch.files(server.temp())).containsExactlyInAnyOrderElementsOf(temporaryBefore);
            assertThat(server.connections()).isLessThanOrEqualTo(connectionsBefore + MORE_CONNECTIONS);
        });
        for (int i = 0; i < LEAK_SEARCHES; i++) {
            server.collectGarbage();
            assertThat(server.api().put(operator, "kept.bin", KEPT).status()).isEqualTo(200);
            assertThat(server.api().get(operator, Api.ownPath("kept.bin")).body())
                    .isEqualTo(KEPT);
        }
        assertThat(server.log()).doesNotContain("LEAK:");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.store().leftovers()).isEmpty());
    }

    private List<String> regularFiles() {
        return server.openFiles().stream().filter(name -> name.startsWith("/")).toList();
    }

    /** Whether a file is one that transfers of the embedded store open. */
    private boolean isOfATransfer(String file) {
        String data = server.store().environment().get("EZWORKS_DATA");
        return data != null
                && Stream.of("content", "incoming", "tmp")
                        .anyMatch(part -> Path.of(file).startsWith(Path.of(data, part)));
    }

    /** Of an upload of any kind. */
    private String head(RawHttp http, Random random) throws IOException {
        int name = random.nextInt(CLIENTS);
        return switch (random.nextInt(3)) {
            case 0 -> putHead(name);
            case 1 -> formHead(name);
            default -> pieceHead(http, name);
        };
    }

    private String pieceHead(RawHttp http, int name) throws IOException {
        http.send(TusUpload.createHead(operator, "cut-" + name + ".bin", ANNOUNCED));
        return TusUpload.of(server.api(), operator, http.readAnswer()).patchHead(0, ANNOUNCED);
    }

    private String putHead(int name) {
        return "PUT /ops/files/cut-" + name + ".bin HTTP/1.1\r\nHost: localhost\r\n" + authorization()
                + "Content-Length: " + ANNOUNCED + "\r\n\r\n";
    }

    private String formHead(int name) {
        return "POST /ops/upload HTTP/1.1\r\nHost: localhost\r\n" + authorization()
                + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: " + ANNOUNCED
                + "\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"request_file\"; filename=\"cut-" + name
                + ".bin\"\r\n\r\n";
    }

    private String authorization() {
        return "Authorization: " + operator.bearer() + "\r\n";
    }
}
