package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.ApiPaths;
import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.Scratch;
import dev.ezworks.e2e.harness.SharedServerTest;
import dev.ezworks.e2e.harness.StoreKind;
import dev.ezworks.e2e.harness.Toxiproxy;
import io.tus.java.client.ProtocolException;
import io.tus.java.client.TusClient;
import io.tus.java.client.TusURLMemoryStore;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients that others have written finish an upload over a line that breaks ten times.
 * {@code -Dezworks.e2e.tus-size=1073741824} for a larger one.
 */
class TusClientsIT extends SharedServerTest {
    private static final Logger log = LoggerFactory.getLogger(TusClientsIT.class);

    private static final long SIZE = Long.getLong("ezworks.e2e.tus-size", 64L << 20);
    private static final int RESETS = 10;
    private static final int PIECE = 4 << 20;
    // A reset may be noticed more than once.
    private static final int MOST_FAILURES = 5 * RESETS;
    // What one break may cost: what the sockets and the proxy held, and what was not stored yet.
    private static final long LOST_BY_A_RESET = 16L << 20;
    private static final Path SCRIPTS = Path.of("../scripts").toAbsolutePath().normalize();

    private final StoreKind store;
    private final Bytes content = Bytes.of(51, SIZE);

    TusClientsIT(StoreKind store) {
        super(store);
        this.store = store;
    }

    /** Breaks the line whenever another eleventh has come, and mends it when the client has noticed. */
    private static final class Breaker implements AutoCloseable {
        private final Toxiproxy proxy;
        private final AtomicBoolean over = new AtomicBoolean();
        private final Thread thread = new Thread(this::run, "breaker");
        private int broken;

        Breaker(Toxiproxy proxy) {
            this.proxy = proxy;
            thread.start();
        }

        private synchronized void run() {
            try {
                while (!over.get() && broken < RESETS) {
                    if (proxy.received() > (broken + 1) * SIZE / (RESETS + 1)) {
                        proxy.reset();
                        broken++;
                        // Until the client has noticed.
                        wait();
                    } else {
                        wait(2);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        synchronized void noticed() {
            proxy.heal();
            notifyAll();
        }

        synchronized int count() {
            return broken;
        }

        @Override
        public void close() {
            over.set(true);
            thread.interrupt();
        }
    }

    @Test
    void tusJavaClientShouldFinish() throws IOException, ProtocolException {
        Api.Login operator = api.operator();
        try (Toxiproxy proxy = Toxiproxy.before(server.api().base());
                Breaker breaker = new Breaker(proxy)) {
            TusClient client = new TusClient();
            client.setUploadCreationURL(proxy.url().resolve(ApiPaths.UPLOADS).toURL());
            client.setHeaders(Map.of("Authorization", operator.bearer()));
            client.enableResuming(new TusURLMemoryStore());
            long acknowledged = 0;
            int failures = 0;
            boolean finished = false;
            while (!finished) {
                try {
                    TusUploader uploader = client.resumeOrCreateUpload(upload());
                    long start = uploader.getOffset();
                    assertThat(start).isGreaterThanOrEqualTo(acknowledged);
                    uploader.setRequestPayloadSize(PIECE);
                    uploader.setChunkSize(256 * 1024);
                    while (uploader.uploadChunk() > -1) {
                        if ((uploader.getOffset() - start) % PIECE == 0) {
                            acknowledged = uploader.getOffset();
                        }
                    }
                    uploader.finish();
                    finished = true;
                } catch (IOException | ProtocolException broken) {
                    assertThat(++failures).as("%s", broken).isLessThanOrEqualTo(MOST_FAILURES);
                    breaker.noticed();
                }
            }
            assertDone(operator, "java.bin", proxy, breaker);
        }
    }

    private TusUpload upload() {
        TusUpload upload = new TusUpload();
        upload.setInputStream(content.stream());
        upload.setSize(SIZE);
        upload.setFingerprint("java.bin");
        upload.setMetadata(Map.of("filename", "java.bin"));
        return upload;
    }

    @Test
    void tuspyShouldFinish() throws IOException, InterruptedException {
        Api.Login operator = api.operator();
        Path folder = Scratch.folder("tuspy");
        Path file = folder.resolve("python.bin");
        try (InputStream bytes = content.stream()) {
            Files.copy(bytes, file);
        }
        try (Toxiproxy proxy = Toxiproxy.before(server.api().base());
                Breaker breaker = new Breaker(proxy)) {
            Process process = new ProcessBuilder(
                            python(),
                            SCRIPTS.resolve("tuspy-upload.py").toString(),
                            proxy.url().resolve(ApiPaths.UPLOADS).toString(),
                            operator.token(),
                            file.toString(),
                            Integer.toString(PIECE))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader output = process.inputReader()) {
                output.lines().filter("broken"::equals).forEach(line -> {
                    breaker.noticed();
                    goOn(process);
                });
            }
            assertThat(process.waitFor()).isZero();
            assertDone(operator, "python.bin", proxy, breaker);
        } finally {
            Scratch.remove(folder);
        }
    }

    private static void goOn(Process process) {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new AssertionError("the client has ended", e);
        }
    }

    private static String python() throws IOException {
        Process get = new ProcessBuilder(SCRIPTS.resolve("get-python-tools").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = get.inputReader()) {
            return output.readLine() + "/python";
        }
    }

    private void assertDone(Api.Login operator, String name, Toxiproxy proxy, Breaker breaker) {
        long again = proxy.received() - SIZE;
        log.info("{}, {}: {} bytes, {} resets, {} bytes sent again", store, name, SIZE, breaker.count(), again);
        assertThat(breaker.count()).isEqualTo(RESETS);
        assertThat(again).isLessThan(RESETS * LOST_BY_A_RESET);
        Answer head = api.head(operator, Api.ownPath(name));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Repr-Digest")).contains(content.sha256().digestField());
    }
}
