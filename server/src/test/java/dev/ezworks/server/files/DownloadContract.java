package dev.ezworks.server.files;

import static dev.ezworks.server.testing.Answers.assertProblem;
import static dev.ezworks.server.testing.Answers.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Sha256;
import dev.ezworks.server.content.ContentStoreFixture;
import dev.ezworks.server.testing.Caller;
import dev.ezworks.server.testing.RawConnection;
import dev.ezworks.server.testing.RunningServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds of every download, however the bytes get onto the wire. */
interface DownloadContract {
    /** More than two slices and a bit, so that no border is missed. */
    byte[] LARGE = ContentStoreFixture.randomBytes((17 << 20) + 3);

    byte[] SMALL = "0123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    RunningServer server();

    /** A file of these bytes, published by a new operator; gives the path for any client. */
    default String publish(byte[] bytes) {
        Caller operator = server().operator();
        assertThat(operator.put("/ops/files/f.bin", bytes).statusCode()).isEqualTo(201);
        return "/client/files/" + operator.name() + "/f.bin";
    }

    @Test
    default void wholeFileShouldComeWithAllThatIsKnownOfIt() {
        HttpResponse<byte[]> answer = server().client().get(publish(SMALL));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(SMALL);
        assertDescribed(answer, SMALL);
        assertThat(header(answer, "Content-Length")).isEqualTo("10");
        assertThat(header(answer, "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(header(answer, "Content-Range")).isEmpty();
        assertThat(header(answer, "Content-Disposition"))
                .isEqualTo("attachment; filename=\"f.bin\"; filename*=UTF-8''f.bin");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Content-Security-Policy")).isEqualTo("sandbox; default-src 'none'");
        assertThat(header(answer, "Cache-Control")).isEqualTo("private, no-cache");
        assertThat(header(answer, "Date")).isNotEmpty();
    }

    @Test
    default void largeFileShouldComeWhole() {
        HttpResponse<byte[]> answer = server().client().get(publish(LARGE));
        assertThat(Arrays.equals(answer.body(), LARGE)).isTrue();
    }

    @Test
    default void emptyFileShouldComeEmpty() {
        String path = publish(new byte[0]);
        HttpResponse<byte[]> answer = server().client().get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(header(answer, "Content-Length")).isEqualTo("0");
        assertThat(header(server().client().head(path), "Content-Length")).isEqualTo("0");
    }

    @Test
    default void headShouldSayTheSameAsGetWithoutTheBytes() {
        String path = publish(SMALL);
        HttpResponse<byte[]> get = server().client().get(path);
        HttpResponse<byte[]> head = server().client().head(path, "Range", "bytes=0-1");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        List<String> unequal = List.of("date", "x-request-id");
        assertThat(head.headers().map()).allSatisfy((name, values) -> {
            if (!unequal.contains(name)) {
                assertThat(get.headers().map()).containsEntry(name, values);
            }
        });
        assertThat(head.headers().map().keySet()).isEqualTo(get.headers().map().keySet());
    }

    @Test
    default void oneRangeShouldBePartialContent() {
        HttpResponse<byte[]> answer = server().client().get(publish(SMALL), "Range", "bytes=3-5");
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).asString().isEqualTo("345");
        assertThat(header(answer, "Content-Range")).isEqualTo("bytes 3-5/10");
        assertThat(header(answer, "Content-Length")).isEqualTo("3");
        assertDescribed(answer, SMALL);
    }

    @Test
    default void rangeAcrossSlicesShouldBeExact() {
        int first = (8 << 20) - 1;
        int last = (16 << 20) + 1;
        HttpResponse<byte[]> answer = server().client().get(publish(LARGE), "Range", "bytes=" + first + "-" + last);
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(Arrays.equals(answer.body(), Arrays.copyOfRange(LARGE, first, last + 1)))
                .isTrue();
    }

    @Test
    default void suffixRangeShouldBeTheEnd() {
        HttpResponse<byte[]> answer = server().client().get(publish(LARGE), "Range", "bytes=-5");
        assertThat(header(answer, "Content-Range"))
                .isEqualTo("bytes " + (LARGE.length - 5) + "-" + (LARGE.length - 1) + "/" + LARGE.length);
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(LARGE, LARGE.length - 5, LARGE.length));
    }

    @Test
    default void severalRangesShouldComeAsMultipart() {
        HttpResponse<byte[]> answer = server().client().get(publish(SMALL), "Range", "bytes=7-,0-1");
        assertThat(answer.statusCode()).isEqualTo(206);
        assertDescribed(answer, SMALL);
        assertThat(header(answer, "Content-Range")).isEmpty();
        String type = header(answer, "Content-Type");
        assertThat(type).startsWith("multipart/byteranges; boundary=");
        String boundary = type.substring(type.indexOf('=') + 1);
        String part = "\r\n--" + boundary + "\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes ";
        assertThat(answer.body())
                .asString()
                .isEqualTo(part + "7-9/10\r\n\r\n789" + part + "0-1/10\r\n\r\n01" + "\r\n--" + boundary + "--\r\n");
        assertThat(header(answer, "Content-Length")).isEqualTo(Integer.toString(answer.body().length));
    }

    @Test
    default void rangeBeyondTheEndShouldAnswer416WithTheSize() {
        HttpResponse<byte[]> answer = server().client().get(publish(SMALL), "Range", "bytes=10-");
        assertProblem(answer, 416, "range-not-satisfiable");
        assertThat(header(answer, "Content-Range")).isEqualTo("bytes */10");
    }

    @Test
    default void rangeOfAnEmptyFileShouldAnswer416() {
        String path = publish(new byte[0]);
        HttpResponse<byte[]> answer = server().client().get(path, "Range", "bytes=0-");
        assertProblem(answer, 416, "range-not-satisfiable");
        assertThat(header(answer, "Content-Range")).isEqualTo("bytes */0");
        assertThat(server().client().get(path, "Range", "bytes=-1").statusCode())
                .isEqualTo(200);
    }

    @Test
    default void ignoredRangesShouldGiveTheWhole() {
        String path = publish(SMALL);
        for (String range : List.of("bytes=5-2", "lines=0-1", "bytes=" + "0-0,".repeat(17))) {
            HttpResponse<byte[]> answer = server().client().get(path, "Range", range);
            assertThat(answer.statusCode()).as(range).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(SMALL);
        }
    }

    @Test
    default void ifRangeShouldGiveThePartOfTheSameVersionOnly() {
        String path = publish(SMALL);
        HttpResponse<byte[]> whole = server().client().get(path);
        String tag = header(whole, "ETag");
        String date = header(whole, "Last-Modified");
        for (String same : List.of(tag, date)) {
            assertThat(range(path, same).statusCode()).as(same).isEqualTo(206);
        }
        for (String other : List.of("\"x\"", "W/" + tag, "Thu, 01 Jan 1970 00:00:00 GMT")) {
            HttpResponse<byte[]> answer = range(path, other);
            assertThat(answer.statusCode()).as(other).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(SMALL);
        }
        assertThat(server().client()
                        .get(path, "If-Range", "\"x\"", "Range", "bytes=99-")
                        .statusCode())
                .isEqualTo(200);
    }

    private HttpResponse<byte[]> range(String path, String ifRange) {
        return server().client().get(path, "Range", "bytes=0-1", "If-Range", ifRange);
    }

    @Test
    default void connectionShouldServeOneDownloadAfterAnother() throws IOException {
        String path = publish(SMALL);
        Caller client = server().client();
        try (RawConnection connection = server().connect()) {
            for (String range : List.of("bytes=0-3", "bytes=9-", "bytes=0-0,2-2", "bytes=5-2")) {
                connection.lines(
                        "GET " + path + " HTTP/1.1",
                        "Host: x",
                        "Authorization: Bearer " + client.token(),
                        "Range: " + range,
                        "");
                RawConnection.Answer answer = connection.read();
                assertThat(answer.status()).isBetween(200, 206);
                assertThat(answer.body()).hasSize(Integer.parseInt(answer.header("Content-Length")));
            }
        }
    }

    @Test
    default void brokenOffDownloadShouldLeaveNothingRunning() throws IOException {
        String path = publish(LARGE);
        for (String range : List.of("bytes=0-", "bytes=0-9999999,10000001-")) {
            try (RawConnection connection = server().connect()) {
                connection.lines(
                        "GET " + path + " HTTP/1.1",
                        "Host: x",
                        "Authorization: Bearer " + server().client().token(),
                        "Range: " + range,
                        "");
                connection.read(100_000);
                connection.reset();
            }
        }
        // The server's own checks after each test say whether anything is left.
        assertThat(server().client().get(path, "Range", "bytes=0-0").statusCode())
                .isEqualTo(206);
    }

    private static void assertDescribed(HttpResponse<byte[]> answer, byte[] whole) {
        Sha256 sha256 = Sha256.of(whole);
        assertThat(header(answer, "Accept-Ranges")).isEqualTo("bytes");
        assertThat(header(answer, "ETag")).isEqualTo("\"" + sha256.hex() + "\"");
        assertThat(header(answer, "Repr-Digest")).isEqualTo(sha256.digestField());
        assertThat(header(answer, "Last-Modified")).matches("\\w{3}, \\d{2} \\w{3} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT");
    }
}
