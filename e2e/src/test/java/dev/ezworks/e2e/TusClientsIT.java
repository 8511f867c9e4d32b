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
import java.time.Duration;
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
    private static final int CHUNK = 256 * 1024;
    // All breaks fall into the first two thirds.
    private static final long BETWEEN_RESETS = SIZE / (RESETS + 5);
    // What the server takes is counted when a MiB is full, and the client may hold a part of the last chunk.
    private static final int UNCOUNTED = (1 << 20) + CHUNK;
    // A reset may be noticed more than once.
    private static final int MOST_FAILURES = 5 * RESETS;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Path SCRIPTS = Path.of("../scripts").toAbsolutePath().normalize();

    private final StoreKind store;
    private final Bytes content = Bytes.of(51, SIZE);

    TusClientsIT(StoreKind store) {
        super(store);
        this.store = store;
    }

    /** Breaks the line whenever the server has taken so much more, and mends it when the client has noticed. */
    private final class Breaker implements AutoCloseable {
        private final Toxiproxy proxy;
        private final AtomicBoolean over = new AtomicBoolean();
        private final Thread thread = new Thread(this::run, "breaker");
        private final long before = api.takenBytes();
        private int broken;

        Breaker(Toxiproxy proxy) {
            this.proxy = proxy;
            thread.start();
        }

        private synchronized void run() {
            try {
                while (!over.get() && broken < RESETS) {
                    if (api.takenBytes() - before >= (broken + 1) * BETWEEN_RESETS) {
                        proxy.reset();
                        broken++;
                        notifyAll();
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

        /**
         * Waits until the line has been broken as often as it must be by this offset, so that no break comes after the
         * end. By then nothing is under way: all up to the offset has been sent.
         */
        synchronized void keepUpWith(long offset) {
            long giveUp = System.nanoTime() + PATIENCE.toNanos();
            while (broken < RESETS && offset - UNCOUNTED >= (broken + 1) * BETWEEN_RESETS) {
                if (System.nanoTime() > giveUp) {
                    throw new AssertionError("at " + offset + " there were " + broken + " resets only");
                }
                try {
                    wait(PATIENCE.toMillis());
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
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
            long sent = 0;
            int failures = 0;
            boolean finished = false;
            while (!finished) {
                try {
                    TusUploader uploader = client.resumeOrCreateUpload(upload());
                    long start = uploader.getOffset();
                    assertThat(start).isGreaterThanOrEqualTo(acknowledged);
                    uploader.setRequestPayloadSize(PIECE);
                    uploader.setChunkSize(CHUNK);
                    try {
                        while (uploader.uploadChunk() > -1) {
                            breaker.keepUpWith(uploader.getOffset());
                            if ((uploader.getOffset() - start) % PIECE == 0) {
                                acknowledged = uploader.getOffset();
                            }
                        }
                    } finally {
                        // But for a part of the chunk that broke.
                        sent += uploader.getOffset() - start;
                    }
                    uploader.finish();
                    finished = true;
                } catch (IOException | ProtocolException broken) {
                    assertThat(++failures).as("%s", broken).isLessThanOrEqualTo(MOST_FAILURES);
                    breaker.noticed();
                }
            }
            assertDone(operator, "java.bin", breaker, sent, failures);
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
            ProcessBuilder command = new ProcessBuilder(
                            python(),
                            SCRIPTS.resolve("tuspy-upload.py").toString(),
                            proxy.url().resolve(ApiPaths.UPLOADS).toString(),
                            file.toString(),
                            Integer.toString(PIECE))
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            command.environment().put("EZWORKS_TOKEN", operator.token());
            Process process = command.start();
            int failures = 0;
            long sent = 0;
            try (BufferedReader output = process.inputReader()) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    if (line.equals("broken")) {
                        assertThat(++failures).isLessThanOrEqualTo(MOST_FAILURES);
                        breaker.noticed();
                        goOn(process);
                    } else if (line.startsWith("at ")) {
                        breaker.keepUpWith(Long.parseLong(line.substring("at ".length())));
                        goOn(process);
                    } else {
                        sent = Long.parseLong(line);
                    }
                }
            } finally {
                process.destroy();
            }
            assertThat(process.waitFor()).isZero();
            assertDone(operator, "python.bin", breaker, sent, failures);
        } finally {
            Scratch.remove(folder);
        }
    }

    private static void goOn(Process process) throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    private static String python() throws IOException {
        Process get = new ProcessBuilder(SCRIPTS.resolve("get-python-tools").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = get.inputReader()) {
            return output.readLine() + "/python";
        }
    }

    private void assertDone(Api.Login operator, String name, Breaker breaker, long sent, int failures) {
        long again = sent - SIZE;
        log.info("{}, {}: {} bytes, {} resets, {} bytes sent again", store, name, SIZE, breaker.count(), again);
        assertThat(breaker.count()).isEqualTo(RESETS);
        // Of every break no more than the piece that was not acknowledged.
        assertThat(again).isBetween(0L, (long) failures * PIECE);
        Answer head = api.head(operator, Api.ownPath(name));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Repr-Digest")).contains(content.sha256().digestField());
    }
}
