package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.MultipartBody;
import dev.ezworks.e2e.harness.RawHttp;
import dev.ezworks.e2e.harness.Scratch;
import dev.ezworks.e2e.harness.ServerProcess;
import dev.ezworks.e2e.harness.SmallDisk;
import dev.ezworks.e2e.harness.Strace;
import dev.ezworks.e2e.harness.TusUpload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk under the embedded store that is full, or does not keep what it is given. */
class DiskFaultsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int MIB = 1 << 20;
    private static final int CHUNK = 64 * 1024;
    private static final String LENGTH = "Content-Length: ";
    private static final String CHUNKED = "Transfer-Encoding: chunked";
    private static final byte[] KEPT = Bytes.of(1, 100_000).array();
    private static final byte[] LARGE = Bytes.of(2, 30 * MIB).array();

    @TempDir
    Path temp;

    private ServerProcess start(Path data, String reserve) {
        return ServerProcess.start(
                Map.of(
                        "EZWORKS_DATA", data.toString(),
                        "EZWORKS_STORAGE_RESERVE", reserve,
                        "EZWORKS_SWEEP_INTERVAL", "1s",
                        "EZWORKS_SWEEP_GRACE", "1s",
                        "EZWORKS_UPLOADS_LEASE", "2s"),
                temp);
    }

    private static long contentBytes(Path data) {
        return Stream.of("incoming", "content")
                .flatMap(part -> Scratch.files(data.resolve(part)).stream())
                .mapToLong(Scratch::size)
                .sum();
    }

    private static int readiness(Api api, Api.Login who) {
        return api.get(who, "/actuator/health/readiness").status();
    }

    private static void assertOnlyTheKeptFileIsThere(Api api, Api.Login operator, Path data) {
        assertThat(api.get(operator, "/ops/files").names()).containsExactly("kept.bin");
        assertThat(api.get(operator, Api.ownPath("kept.bin")).body()).isEqualTo(KEPT);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(contentBytes(data)).isEqualTo(KEPT.length));
    }

    /** Sends a large body that is refused in the middle, in any case before its end. */
    private static void assertRefused(Api api, Api.Login operator, String line, String fields, byte[] body)
            throws IOException {
        try (RawHttp http = new RawHttp(api.base())) {
            http.send(line + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + operator.bearer() + "\r\n" + fields
                    + "\r\n\r\n");
            // The JDK's client would lose an answer that comes before it has sent all.
            http.sendWhileTaken(body);
            assertFull(http.readAnswer());
        }
    }

    private static byte[] chunked(byte[] content) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (int sent = 0; sent < content.length; sent += CHUNK) {
            int length = Math.min(CHUNK, content.length - sent);
            chunks.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            chunks.write(content, sent, length);
            chunks.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return chunks.toByteArray();
    }

    private static void assertFull(Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(507);
        assertThat(answer.problemCode()).contains("storage-full");
    }

    @Test
    void uploadsShouldLeaveTheReserveFree() throws IOException {
        try (SmallDisk disk = SmallDisk.mount(40L * MIB);
                ServerProcess server = start(disk.folder(), "16MB")) {
            Api api = new Api(server.url());
            Api.Login operator = api.operator();
            api.put(operator, "kept.bin", KEPT);

            assertRefused(api, operator, "PUT /ops/files/announced.bin", LENGTH + LARGE.length, LARGE);
            byte[] form = new MultipartBody().file("form.bin", LARGE).bytes();
            String fields = "Content-Type: " + MultipartBody.CONTENT_TYPE + "\r\n" + LENGTH + form.length;
            assertRefused(api, operator, "POST /ops/upload", fields, form);
            assertRefused(api, operator, "PUT /ops/files/streamed.bin", CHUNKED, chunked(LARGE));

            assertOnlyTheKeptFileIsThere(api, operator, disk.folder());
            assertThat(readiness(api, operator)).isEqualTo(200);
            assertThat(api.put(operator, "small.bin", KEPT).status()).isEqualTo(201);
        }
    }

    @Test
    void aFullDiskShouldBeToldAndLoseNothing() throws IOException {
        try (SmallDisk disk = SmallDisk.mount(24L * MIB);
                ServerProcess server = start(disk.folder(), "0")) {
            Api api = new Api(server.url());
            Api.Login operator = api.operator();
            api.put(operator, "kept.bin", KEPT);

            assertRefused(api, operator, "PUT /ops/files/cut.bin", CHUNKED, chunked(LARGE));

            assertOnlyTheKeptFileIsThere(api, operator, disk.folder());
            assertThat(api.put(operator, "small.bin", KEPT).status()).isEqualTo(201);
        }
    }

    @Test
    void aPieceThatFillsTheDiskShouldGoOnWhenThereIsRoom() throws IOException {
        Bytes content = Bytes.of(3, 15 * MIB);
        try (SmallDisk disk = SmallDisk.mount(24L * MIB);
                ServerProcess server = start(disk.folder(), "0")) {
            Api api = new Api(server.url());
            Api.Login operator = api.operator();
            // When it begins there is room for it.
            TusUpload upload = TusUpload.begin(api, operator, "resumed.bin", content.length());
            assertThat(api.put(operator, "faster.bin", Bytes.of(4, 14 * MIB)).status())
                    .isEqualTo(201);

            try (RawHttp http = new RawHttp(api.base())) {
                http.send(upload.patchHead(0, content.length()));
                http.sendWhileTaken(content.array());
                assertFull(http.readAnswer());
            }
            disk.grow(48L * MIB);

            long offset = upload.offset();
            assertThat(offset).isPositive().isLessThan(content.length());
            Answer rest = upload.patch(offset, content.slice((int) offset, (int) content.length()));
            assertThat(rest.status()).as("%s", rest).isEqualTo(204);
            assertThat(rest.header("Repr-Digest")).contains(content.sha256().digestField());
            assertThat(api.get(operator, Api.ownPath("resumed.bin")).body()).isEqualTo(content.array());
        }
    }

    @Test
    void bytesThatCannotBeForcedShouldNotBePublished() {
        Path data = temp.resolve("data");
        try (ServerProcess server = start(data, "0")) {
            Api api = new Api(server.url());
            Api.Login operator = api.operator();
            api.put(operator, "kept.bin", KEPT);

            // Of the content only: SQLite calls fsync.
            Strace.whileFailing(server, "fdatasync", () -> {
                assertThat(api.put(operator, "kept.bin", LARGE).status()).isEqualTo(503);
                MultipartBody form = new MultipartBody().file("form.bin", KEPT);
                assertThat(api.upload(operator, form).status()).isEqualTo(503);
            });

            assertOnlyTheKeptFileIsThere(api, operator, data);
            assertThat(api.put(operator, "next.bin", LARGE).status()).isEqualTo(201);
            assertThat(api.get(operator, Api.ownPath("next.bin")).body()).isEqualTo(LARGE);
        }
    }

    @Test
    void nothingShouldBeAcknowledgedAfterTheDatabaseCouldNotBeForced() {
        Path data = temp.resolve("data");
        Api.Login operator;
        try (ServerProcess server = start(data, "0")) {
            Api api = new Api(server.url());
            Api.Login uploader = api.operator();
            operator = uploader;
            api.put(operator, "kept.bin", KEPT);
            assertThat(readiness(api, operator)).isEqualTo(200);

            Strace.whileFailingOnce(
                    server,
                    "fsync",
                    data.resolve("ezworks.db-wal"),
                    () -> assertThat(api.put(uploader, "lost.bin", KEPT).status())
                            .isEqualTo(503));

            assertThat(api.put(operator, "late.bin", KEPT).status()).isEqualTo(503);
            assertThat(readiness(api, operator)).isEqualTo(503);
            assertThat(api.get(operator, "/ops/files").names()).containsExactly("kept.bin");
            assertThat(api.get(operator, Api.ownPath("kept.bin")).body()).isEqualTo(KEPT);
        }

        try (ServerProcess server = start(data, "0")) {
            Api api = new Api(server.url());
            // What could not be forced had been written: where it is whole it counts after a start, as after a crash.
            List<String> names = api.get(operator, "/ops/files").names();
            assertThat(names).contains("kept.bin").isSubsetOf("kept.bin", "lost.bin");
            Api.Login reader = operator;
            assertThat(names)
                    .allSatisfy(name -> assertThat(
                                    api.get(reader, Api.ownPath(name)).body())
                            .isEqualTo(KEPT));
            assertThat(api.put(operator, "next.bin", KEPT).status()).isEqualTo(201);
        }
    }
}
