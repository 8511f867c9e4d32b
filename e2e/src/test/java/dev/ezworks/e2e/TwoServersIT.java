package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.api.Sha256;
import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.RawHttp;
import dev.ezworks.e2e.harness.ServerProcess;
import dev.ezworks.e2e.harness.TusUpload;
import dev.ezworks.server.testing.Mongod;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Servers of one MongoDB keep nothing to themselves. */
class TwoServersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Logger log = LoggerFactory.getLogger(TwoServersIT.class);

    // Two seconds are promised, and a disk may stall; waiting for the connection to be given up would take 120.
    private static final Duration TAKE_OVER = Duration.ofSeconds(5);

    @Test
    void whatOneServerDoesTheOtherShouldKnow(@TempDir Path temp) {
        Map<String, String> settings = Map.of(
                "MONGO_CONNECTION_STRING",
                Mongod.replicaSet().freshDatabase(),
                "JWT_SECRET",
                "0123456789-0123456789-0123456789-0123456789");
        Bytes content = Bytes.of(6, 3_000_000);

        try (ServerProcess one = ServerProcess.start(settings, temp);
                ServerProcess other = ServerProcess.start(settings, temp)) {
            Api here = new Api(one.url());
            Api there = new Api(other.url());
            Api.Login operator = here.operator();
            here.put(operator, "file.bin", content);

            assertThat(there.get(operator, Api.ownPath("file.bin")).body()).isEqualTo(content.array());
            there.get(operator, "/logout");
            assertThat(here.get(operator, "/session").status()).isEqualTo(401);
        }
    }

    @Test
    void whatOneServerBeganTheOtherShouldFinish(@TempDir Path temp) throws IOException {
        Map<String, String> settings = Map.of(
                "MONGO_CONNECTION_STRING",
                Mongod.replicaSet().freshDatabase(),
                "JWT_SECRET",
                "0123456789-0123456789-0123456789-0123456789");
        Bytes content = Bytes.of(7, 9_000_000);

        try (ServerProcess one = ServerProcess.start(settings, temp);
                ServerProcess other = ServerProcess.start(settings, temp)) {
            Api here = new Api(one.url());
            Api there = new Api(other.url());
            Api.Login operator = here.operator();
            TusUpload upload = TusUpload.begin(here, operator, "file.bin", content.length());
            upload.patch(0, content.slice(0, 2_000_000));
            // What is measured is the wait, not the first steps of a server that has just started.
            assertThat(upload.on(there).offset()).isEqualTo(2_000_000);
            long before = here.takenBytes();
            try (RawHttp stalled = new RawHttp(one.url())) {
                stalled.send(upload.patchHead(2_000_000, 7_000_000));
                stalled.send(content.slice(2_000_000, 6_000_000));
                // Else it may begin only after it was to be taken over.
                await().atMost(PATIENCE).until(() -> here.takenBytes() - before >= 3_000_000);

                long begun = System.nanoTime();
                long offset = upload.on(there).offset();
                Duration took = Duration.ofNanos(System.nanoTime() - begun);
                Answer rest = upload.on(there).patch(offset, content.slice((int) offset, 9_000_000));

                log.info("HEAD on the other server took {}", took);
                assertThat(took).isLessThan(TAKE_OVER);
                assertThat(offset).isBetween(2_000_000L, 6_000_000L);
                assertThat(rest.status()).as("%s", rest).isEqualTo(204);
                assertThat(stalled.readAnswer().status()).isEqualTo(409);
            }
            assertThat(here.get(operator, Api.ownPath("file.bin")).header("Repr-Digest"))
                    .contains(content.sha256().digestField());
            assertThat(Sha256.of(here.get(operator, Api.ownPath("file.bin")).body()))
                    .isEqualTo(content.sha256());
            assertThat(upload.offset()).isEqualTo(content.length());
        }
    }
}
