package dev.ezworks.e2e.workload;

import dev.ezworks.api.Sha256;
import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploads and downloads, as many of the one as of the other, that all stop in the middle until they are told to go
 * on; so that something can happen in the midst of every one of them. Whose transfer fails begins again.
 */
public final class Transfers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Transfers.class);

    private static final int MIB = 1 << 20;
    private static final int UPLOAD_LENGTH = 4 * MIB;
    // What is left after the pause must be more than the system holds between server and client.
    private static final int DOWNLOAD_LENGTH = 48 * MIB;
    private static final int DOWNLOAD_PAUSE = MIB;
    private static final long PATIENCE_SECONDS = 120;
    private static final String DOWNLOADED = "downloaded";
    private static final int RECEIVE_BUFFER = 256 * 1024;

    static {
        // However large the system lets buffers grow: the JDK's client asks for this with every connection.
        System.setProperty("jdk.httpclient.receiveBufferSize", Integer.toString(RECEIVE_BUFFER));
    }

    private final Servers servers;
    private final Api.Login operator;
    private final int count;
    private final long seed = System.nanoTime();
    private final ExecutorService threads;
    private final CountDownLatch inTheMiddle;
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger failed = new AtomicInteger();
    private final List<CompletableFuture<Void>> running = new ArrayList<>();

    /** @param count of uploads, and of downloads */
    public Transfers(Servers servers, int count) {
        this.servers = servers;
        this.operator = servers.next().operator();
        this.count = count;
        this.threads = Executors.newFixedThreadPool(2 * count);
        this.inTheMiddle = new CountDownLatch(2 * count);
        log.info("{} uploads and downloads, seed {}", count, seed);
    }

    /** Starts them and waits until every one has stopped in the middle. */
    public void start() throws InterruptedException {
        Bytes file = Bytes.of(seed, DOWNLOAD_LENGTH);
        Sha256 digest = file.sha256();
        require(201, servers.next().put(operator, DOWNLOADED, file));
        for (int i = 0; i < count; i++) {
            String name = "uploaded-" + i;
            Bytes content = Bytes.of(seed + 1 + i, UPLOAD_LENGTH);
            running.add(CompletableFuture.runAsync(() -> upload(name, content), threads));
            running.add(CompletableFuture.runAsync(() -> download(digest), threads));
        }
        if (!inTheMiddle.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError(inTheMiddle.getCount() + " transfers have not come to their middle");
        }
    }

    /** No more than so many bytes of uploads have been sent before they go on. */
    public long sentUntilTheMiddle() {
        return DOWNLOAD_LENGTH + (long) count * UPLOAD_LENGTH / 2;
    }

    /** Lets all go on. */
    public void goOn() {
        goOn.countDown();
    }

    /** Lets all go on, and waits until every one has ended; fails if one cannot be mended by beginning again. */
    public void finish() {
        goOn();
        CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
    }

    /** How often one failed and began again. */
    public int failed() {
        return failed.get();
    }

    /** Fails unless every uploaded file is there, whole. */
    public void check(Api api) {
        for (int i = 0; i < count; i++) {
            Answer answer = api.get(operator, Api.ownPath("uploaded-" + i));
            require(200, answer);
            if (!Sha256.of(answer.body())
                    .equals(Bytes.of(seed + 1 + i, UPLOAD_LENGTH).sha256())) {
                throw new AssertionError("uploaded-" + i + " has other bytes");
            }
        }
    }

    private void upload(String name, Bytes content) {
        BodyPublisher body = BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> new Pausing(content.stream(), content.length() / 2)),
                content.length());
        Attempts attempts =
                servers.ask(api -> api.send("PUT", Api.ownPath(name), body, "Authorization", operator.bearer()));
        failed.addAndGet(attempts.failed());
        if (attempts.answer().status() / 100 != 2) {
            throw new AssertionError("refused: " + attempts.answer());
        }
    }

    private void download(Sha256 digest) {
        Attempts attempts = servers.ask(api -> download(api, digest));
        failed.addAndGet(attempts.failed());
        require(200, attempts.answer());
    }

    private Answer download(Api api, Sha256 digest) {
        HttpResponse<InputStream> response = api.open(operator, Api.ownPath(DOWNLOADED));
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                return Answer.of(response, body.readAllBytes());
            }
            Sha256 found = Bytes.digest(new Pausing(body, DOWNLOAD_PAUSE));
            if (!found.equals(digest)) {
                throw new AssertionError("other bytes were downloaded");
            }
            return Answer.of(response, new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void require(int status, Answer answer) {
        if (answer.status() != status) {
            throw new AssertionError("expected " + status + ": " + answer);
        }
    }

    /** What happened, for people. */
    @Override
    public String toString() {
        return count + " uploads and as many downloads, " + failed + " failed and began again";
    }

    @Override
    public void close() {
        goOn();
        threads.shutdownNow();
    }

    /** Stops in the middle until all may go on. */
    private final class Pausing extends FilterInputStream {
        private long left;

        Pausing(InputStream in, long until) {
            super(in);
            this.left = until;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            if (left > 0) {
                left -= count;
                if (left <= 0) {
                    pause();
                }
            }
            return count;
        }

        private void pause() throws IOException {
            inTheMiddle.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }
}
