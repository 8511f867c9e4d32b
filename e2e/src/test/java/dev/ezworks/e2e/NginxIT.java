package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.api.Sha256;
import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.MongoTestStore;
import dev.ezworks.e2e.harness.Nginx;
import dev.ezworks.e2e.harness.RawHttp;
import dev.ezworks.e2e.harness.Scratch;
import dev.ezworks.e2e.harness.ServerProcess;
import dev.ezworks.e2e.harness.TestStore;
import dev.ezworks.server.testing.Mongod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two servers behind nginx, set up as the documentation says. */
class NginxIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MIB = 1 << 20;

    private static @Nullable Setup shared;

    private final Setup setup = shared();
    private final Api api = setup.api;

    @BeforeAll
    static void startAll() {
        shared = new Setup();
    }

    private static Setup shared() {
        Setup setup = shared;
        if (setup == null) {
            throw new IllegalStateException("not started");
        }
        return setup;
    }

    @AfterAll
    static void stopAll() {
        Setup setup = shared;
        if (setup != null) {
            setup.close();
        }
    }

    @Test
    void largeFilesShouldPassInBothDirections() {
        Api.Login operator = api.operator();
        Bytes content = Bytes.of(1, 40 * MIB);

        assertThat(api.put(operator, "raw.bin", content).status()).isEqualTo(201);
        assertThat(api.upload(operator, "form.bin", content).status()).isEqualTo(201);

        for (String name : new String[] {"raw.bin", "form.bin"}) {
            Answer answer = api.get(operator, Api.ownPath(name));
            assertThat(Sha256.of(answer.body())).isEqualTo(content.sha256());
        }
        assertThat(setup.nginx.bytesOnDisk()).isZero();
    }

    @Test
    void anUploadShouldReachTheStoreWhileItIsSent() throws IOException {
        Api.Login operator = api.operator();
        long before = setup.store.contentBytes();
        try (RawHttp http = new RawHttp(setup.nginx.url())) {
            http.send("PUT /ops/files/slow.bin HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + operator.bearer()
                    + "\r\nContent-Length: " + 20 * MIB + "\r\n\r\n");
            http.send(Bytes.of(2, 10 * MIB).array());

            await().atMost(PATIENCE).until(() -> setup.store.contentBytes() > before + 4 * MIB);

            assertThat(setup.nginx.bytesOnDisk()).isZero();
            http.send(Bytes.of(3, 10 * MIB).array());
            assertThat(http.readAnswer().status()).isEqualTo(201);
        }
    }

    @Test
    void rangesAndConditionsShouldPass() {
        Api.Login operator = api.operator();
        Bytes content = Bytes.of(4, 3 * MIB);
        api.put(operator, "file", content);

        Answer part = api.get(operator, Api.ownPath("file"), "Range", "bytes=1000000-1000099");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.header("Content-Range")).contains("bytes 1000000-1000099/" + content.length());
        assertThat(part.body()).isEqualTo(content.slice(1_000_000, 1_000_100));

        String tag = part.header("ETag").orElseThrow();
        assertThat(api.get(operator, Api.ownPath("file"), "If-None-Match", tag).status())
                .isEqualTo(304);
        assertThat(api.head(operator, Api.ownPath("file")).header("Content-Length"))
                .contains(Long.toString(content.length()));
    }

    @Test
    void namesShouldPassAsTheyAre() {
        Api.Login operator = api.operator();
        String[] names = {"a b/ü%2F;x.txt", "100%", "x?y#z", "n".repeat(250) + "/" + "m".repeat(250)};
        for (String name : names) {
            assertThat(api.put(operator, name, new byte[1]).status()).as(name).isEqualTo(201);
        }
        assertThat(api.get(operator, "/ops/files").names()).containsExactlyInAnyOrder(names);
    }

    @Test
    void theRequestIdShouldPassInBothDirections() {
        Api.Login operator = api.operator();

        Answer answer = api.get(operator, "/ops/files", "X-Request-Id", "from-the-client-1");

        assertThat(answer.header("X-Request-Id")).contains("from-the-client-1");
    }

    @Test
    void oneConnectionShouldServeManyRequests() throws IOException {
        Api.Login operator = api.operator();
        try (RawHttp http = new RawHttp(setup.nginx.url())) {
            for (int i = 0; i < 5; i++) {
                http.send(
                        "GET /session HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + operator.bearer() + "\r\n\r\n");
                assertThat(http.readAnswer().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aRefusalShouldArriveBeforeTheBodyIsSent() throws IOException {
        try (RawHttp http = new RawHttp(setup.nginx.url())) {
            http.send("PUT /ops/files/refused HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + 64 * MIB + "\r\n\r\n");
            http.send(new byte[MIB]);

            assertThat(http.readAnswer().status()).isEqualTo(401);
        }
    }

    @Test
    void probesShouldNotBeReachableFromOutside() {
        Answer answer = api.send("GET", "/actuator/health", BodyPublishers.noBody());

        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void aServerThatIsGoneShouldNotBeMissed() {
        Api.Login operator = api.operator();
        try (Nginx nginx = Nginx.start(setup.one.url(), setup.gone())) {
            Api halved = new Api(nginx.url());
            for (int i = 0; i < 10; i++) {
                assertThat(halved.get(operator, "/session").status()).isEqualTo(200);
                assertThat(halved.put(operator, "file-" + i, Bytes.of(5, 100_000))
                                .status())
                        .isEqualTo(201);
            }
        }
    }

    private static final class Setup implements AutoCloseable {
        private final Path temp = Scratch.folder("temp");
        private final TestStore store = new MongoTestStore(Mongod.replicaSet().freshDatabase());
        private final ServerProcess one = ServerProcess.start(store.environment(), temp);
        private final ServerProcess other = ServerProcess.start(store.environment(), temp);
        private final Nginx nginx = Nginx.start(one.url(), other.url());
        private final Api api = new Api(nginx.url());

        /** Where no server is any more. */
        private URI gone() {
            ServerProcess third = ServerProcess.start(store.environment(), temp);
            third.kill();
            return third.url();
        }

        @Override
        public void close() {
            nginx.close();
            one.close();
            other.close();
            store.close();
            Scratch.remove(temp);
        }
    }
}
