package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.SharedServerTest;
import dev.ezworks.e2e.harness.StoreKind;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ranges and preconditions of RFC 9110, over a file of several chunks. */
class DownloadIT extends SharedServerTest {
    private static final int SIZE = 3 * (1 << 20) + 100;
    private static final Bytes CONTENT = Bytes.of(42, SIZE);
    private static final String NAME = "several chunks.bin";

    private static final Map<StoreKind, String> PATHS = new EnumMap<>(StoreKind.class);

    private final Api.Login client = api.client();
    private final String path;
    private final String etag;
    private final String modified;

    DownloadIT(StoreKind store) {
        super(store);
        path = PATHS.computeIfAbsent(store, key -> publishedFile());
        Answer head = api.head(client, path);
        etag = head.header("ETag").orElseThrow();
        modified = head.header("Last-Modified").orElseThrow();
    }

    private String publishedFile() {
        Api.Login operator = api.operator();
        Answer put = api.put(operator, NAME, CONTENT);
        assertThat(put.status()).as("%s", put).isEqualTo(201);
        return Api.clientPath(operator, NAME);
    }

    @Test
    void theWholeFileShouldCarryWhatAClientNeedsToKnow() {
        Answer answer = api.get(client, path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Length")).contains(Integer.toString(SIZE));
        assertThat(answer.header("Accept-Ranges")).contains("bytes");
        assertThat(answer.header("ETag")).contains(etag);
        assertThat(answer.header("Cache-Control")).contains("private, no-cache");
        assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.header("Content-Security-Policy")).contains("sandbox; default-src 'none'");
        assertThat(answer.header("Content-Disposition"))
                .hasValueSatisfying(
                        value -> assertThat(value).startsWith("attachment;").contains("several%20chunks.bin"));
        assertThat(answer.header("Repr-Digest")).contains(CONTENT.sha256().digestField());
    }

    @Test
    void headShouldAnswerTheHeadersOfTheWholeFile() {
        Answer answer = api.head(client, path, "Range", "bytes=0-9");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Length")).contains(Integer.toString(SIZE));
        assertThat(answer.header("Repr-Digest")).contains(CONTENT.sha256().digestField());
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aRangeAcrossAChunkBoundaryShouldBeExactlyThat() {
        int from = (1 << 20) - 5;

        Answer answer = range("bytes=" + from + "-" + (from + 9));

        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.header("Content-Range")).contains("bytes " + from + "-" + (from + 9) + "/" + SIZE);
        assertThat(answer.header("Repr-Digest")).contains(CONTENT.sha256().digestField());
        assertThat(answer.body()).isEqualTo(CONTENT.slice(from, from + 10));
    }

    @Test
    void aSuffixRangeShouldBeTheEnd() {
        assertThat(range("bytes=-7").body()).isEqualTo(CONTENT.slice(SIZE - 7, SIZE));
    }

    @Test
    void anOpenRangeShouldGoToTheEnd() {
        assertThat(range("bytes=" + (SIZE - 3) + "-").body()).isEqualTo(CONTENT.slice(SIZE - 3, SIZE));
    }

    @Test
    void severalRangesShouldComeAsParts() {
        Answer answer = range("bytes=0-1,1000000-1000001");

        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("multipart/byteranges; boundary="));
        assertThat(new String(answer.body(), StandardCharsets.ISO_8859_1))
                .contains("bytes 0-1/" + SIZE)
                .contains("bytes 1000000-1000001/" + SIZE);
    }

    @Test
    void ofSeveralRangesTheOneThatCanBeSatisfiedShouldComeByItself() {
        Answer answer = range("bytes=0-1," + (SIZE + 10) + "-");

        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.header("Content-Range")).contains("bytes 0-1/" + SIZE);
    }

    @Test
    void aRangeBeyondTheEndShouldBeRefusedWithTheSize() {
        Answer answer = range("bytes=" + SIZE + "-");

        assertThat(answer.status()).isEqualTo(416);
        assertThat(answer.problemCode()).contains("range-not-satisfiable");
        assertThat(answer.header("Content-Range")).contains("bytes */" + SIZE);
    }

    @Test
    void aSenselessRangeShouldBeIgnored() {
        assertThat(range("bytes=5-2").status()).isEqualTo(200);
        assertThat(range("lines=1-2").status()).isEqualTo(200);
    }

    @Test
    void aRangeShouldHoldOnlyForTheVersionThatTheClientKnows() {
        assertThat(api.get(client, path, "Range", "bytes=0-1", "If-Range", etag).status())
                .isEqualTo(206);
        assertThat(api.get(client, path, "Range", "bytes=0-1", "If-Range", "\"other\"")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aFileThatTheClientHasShouldNotBeSentAgain() {
        Answer byTag = api.get(client, path, "If-None-Match", etag);
        Answer byTime = api.get(client, path, "If-Modified-Since", modified);

        assertThat(byTag.status()).isEqualTo(304);
        assertThat(byTag.header("ETag")).contains(etag);
        assertThat(byTime.status()).isEqualTo(304);
    }

    @Test
    void theTagShouldDecideBeforeTheTime() {
        // RFC 9110 section 13.2.2: If-Modified-Since is not looked at where there is an If-None-Match.
        Answer answer = api.get(client, path, "If-None-Match", "\"other\"", "If-Modified-Since", modified);

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void aFileThatIsNoLongerTheSameShouldFailThePrecondition() {
        Answer byTag = api.get(client, path, "If-Match", "\"other\"");
        Answer byTime = api.get(client, path, "If-Unmodified-Since", "Sat, 01 Jan 2000 00:00:00 GMT");

        assertThat(byTag.status()).isEqualTo(412);
        assertThat(byTag.problemCode()).contains("precondition-failed");
        assertThat(byTime.status()).isEqualTo(412);
    }

    @Test
    void operatorsShouldNotUseTheClientsPaths() {
        Answer answer = api.get(api.operator(), path);

        assertThat(answer.status()).isEqualTo(403);
    }

    private Answer range(String value) {
        return api.get(client, path, "Range", value);
    }
}
