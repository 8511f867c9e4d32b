package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Sha256;
import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.OwnServerTest;
import dev.ezworks.e2e.harness.ServerProcess;
import dev.ezworks.e2e.harness.StoreKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Uploads and downloads at once, far more than the memory for their buffers would hold. */
class ManyTransfersIT extends OwnServerTest {
    private static final Logger log = LoggerFactory.getLogger(ManyTransfersIT.class);

    private static final int MIB = 1 << 20;
    private static final int TRANSFERS = 64;
    private static final int SLOW_READERS = 16;

    // All of the heap, what the Java machine needs besides (code, classes, threads), and 150 MiB for network buffers.
    private static final long MOST_MEMORY = (256L + 150 + 150) * MIB;

    private final StoreKind store;
    private final Api api;

    ManyTransfersIT(StoreKind store) {
        super(store, Map.of("EZWORKS_TRANSFER_BUFFER_BUDGET", "32MB"), ServerProcess.OPTIMIZED, "-Xmx256m");
        this.store = store;
        this.api = server.api();
    }

    @Test
    void allShouldEndAndMemoryShouldStayBounded() throws IOException {
        Api.Login operator = api.operator();
        Api.Login client = api.client();
        Bytes content = Bytes.of(5, 8 * MIB);
        Sha256 sha256 = content.sha256();
        assertThat(api.put(operator, "read.bin", content).status()).isEqualTo(201);
        String path = Api.clientPath(operator, "read.bin");
        long idle = server.peakMemory().orElse(0);
        List<InputStream> slowReaders = new ArrayList<>();
        for (int i = 0; i < SLOW_READERS; i++) {
            slowReaders.add(api.open(client, path).body());
        }

        List<CompletableFuture<Answer>> uploads = new ArrayList<>();
        List<CompletableFuture<Sha256>> downloads = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(TRANSFERS);
        try {
            for (int i = 0; i < TRANSFERS; i++) {
                uploads.add(api.putAsync(operator, "written-" + i + ".bin", content));
                downloads.add(CompletableFuture.supplyAsync(() -> download(client, path), threads));
            }
            assertThat(uploads)
                    .allSatisfy(upload -> assertThat(
                                    upload.join().json().path("sha256").asString())
                            .isEqualTo(sha256.hex()));
            assertThat(downloads)
                    .allSatisfy(download -> assertThat(download.join()).isEqualTo(sha256));
        } finally {
            threads.shutdown();
        }

        for (InputStream reader : slowReaders) {
            assertThat(digest(reader)).isEqualTo(sha256);
        }
        server.peakMemory().ifPresent(peak -> {
            log.info("{}: {} MiB resident at most, {} MiB before the transfers", store, peak / MIB, idle / MIB);
            assertThat(peak).isLessThan(MOST_MEMORY);
        });
        assertThat(server.log()).doesNotContain("OutOfMemory").doesNotContain("LEAK");
    }

    private Sha256 download(Api.Login client, String path) {
        return digest(api.open(client, path).body());
    }

    private static Sha256 digest(InputStream body) {
        try (body) {
            return Bytes.digest(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
