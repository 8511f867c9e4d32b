package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.OwnServerTest;
import dev.ezworks.e2e.harness.RawHttp;
import dev.ezworks.e2e.harness.StoreKind;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uploads that never end: nothing of them is ever seen, and what they left is swept. */
class BrokenUploadIT extends OwnServerTest {
    private static final int MIB = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final byte[] KEPT = Bytes.of(1, 100_000).array();

    private Api.Login operator;
    private long bytesBefore;

    BrokenUploadIT(StoreKind store) {
        super(store, Map.of("EZWORKS_SWEEP_INTERVAL", "1s", "EZWORKS_UPLOADS_LEASE", "2s"));
    }

    @BeforeEach
    void publishAFile() {
        operator = server.api().operator();
        server.api().put(operator, "kept.bin", KEPT);
        bytesBefore = server.store().contentBytes();
    }

    @Test
    void aRawUploadBrokenOffShouldLeaveNothing() throws IOException {
        try (RawHttp http = new RawHttp(server.api().base())) {
            http.send(putHead(64 * MIB));
            http.send(Bytes.of(2, 20 * MIB).array());
            awaitBytesOfTheUpload();
        }
        assertThatOnlyTheKeptFileIsThere();
    }

    @Test
    void aFormBrokenOffShouldLeaveNothing() throws IOException {
        try (RawHttp http = new RawHttp(server.api().base())) {
            http.send(
                    "POST /ops/upload HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + operator.bearer()
                            + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: " + 64 * MIB
                            + "\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"request_file\"; filename=\"cut.bin\"\r\n\r\n");
            http.send(Bytes.of(2, 20 * MIB).array());
            awaitBytesOfTheUpload();
        }
        assertThatOnlyTheKeptFileIsThere();
    }

    @Test
    void aKilledServerShouldLeaveNothingButWhatItAcknowledged() throws IOException {
        try (RawHttp http = new RawHttp(server.api().base())) {
            http.send(putHead(64 * MIB));
            http.send(Bytes.of(2, 20 * MIB).array());
            awaitBytesOfTheUpload();
            server.killAndRestart();
        }
        assertThatOnlyTheKeptFileIsThere();
    }

    @Test
    void whatWasAcknowledgedShouldSurviveARestart() {
        server.restart();

        Api api = server.api();
        assertThat(api.get(operator, "/session").status()).isEqualTo(200);
        assertThat(api.get(operator, Api.ownPath("kept.bin")).body()).isEqualTo(KEPT);
    }

    private String putHead(long length) {
        return "PUT /ops/files/cut.bin HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + operator.bearer()
                + "\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private void awaitBytesOfTheUpload() {
        await().atMost(PATIENCE).until(() -> server.store().contentBytes() > bytesBefore + MIB);
    }

    private void assertThatOnlyTheKeptFileIsThere() {
        Api api = server.api();
        assertThat(api.get(operator, "/ops/files").names()).containsExactly("kept.bin");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.store().contentBytes()).isEqualTo(bytesBefore));
        assertThat(api.get(operator, "/ops/files").names()).containsExactly("kept.bin");
        assertThat(api.get(operator, Api.ownPath("kept.bin")).body()).isEqualTo(KEPT);
    }
}
