package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.MultipartBody;
import dev.ezworks.e2e.harness.RawHttp;
import dev.ezworks.e2e.harness.Scratch;
import dev.ezworks.e2e.harness.SharedServerTest;
import dev.ezworks.e2e.harness.StoreKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Odd names that are allowed, and hostile ones that are not. */
class NamesIT extends SharedServerTest {
    private static final Logger log = LoggerFactory.getLogger(NamesIT.class);

    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);
    private static final int HOSTILE_NAMES = 1000;
    private static final long SEED = Long.getLong("ezworks.e2e.seed", 1);

    private static final Map<StoreKind, Api.Login> OPERATORS = new EnumMap<>(StoreKind.class);

    /** Of all tests on a store; each leaves it without files. */
    private final Api.Login operator;

    NamesIT(StoreKind store) {
        super(store);
        operator = OPERATORS.computeIfAbsent(store, key -> api.operator());
    }

    @AfterEach
    void leaveNothing() {
        for (String name : api.get(operator, "/ops/files").names()) {
            assertThat(api.delete(operator, Api.ownPath(name)).status())
                    .as(name)
                    .isEqualTo(204);
        }
    }

    static Stream<String> oddNames() {
        return Stream.of(
                "with spaces in it.txt",
                " leading and trailing ",
                "\"double\" and 'single'.txt",
                "100%.txt",
                "%41 is no escape",
                "%2F neither",
                "semi;colon;a=b",
                "question?mark",
                "hash#tag",
                "plus+sign&ampersand",
                "a/b/c.txt",
                "...",
                ".hidden",
                "~",
                "CON",
                "Grüße.txt",
                "日本語.txt",
                "\uD83D\uDE00.png",
                "a".repeat(255),
                "é".repeat(127) + "x",
                "d".repeat(255) + "/" + "e".repeat(255) + "/" + "f".repeat(255) + "/" + "g".repeat(255));
    }

    @ParameterizedTest
    @MethodSource("oddNames")
    void anOddNameShouldRoundTripThroughHttp(String name) {
        Answer put = api.put(operator, name, CONTENT);

        assertThat(put.status()).as("%s", put).isEqualTo(201);
        assertThat(put.json().path("name").asString()).isEqualTo(name);
        assertThat(api.get(operator, "/ops/files").names()).containsExactly(name);
        assertThat(api.get(operator, put.header("Location").orElseThrow()).body())
                .isEqualTo(CONTENT);
    }

    @Test
    void bothUnicodeFormsShouldNameOneFile() {
        String composed = "Grüße/é.txt";
        String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);

        assertThat(api.put(operator, decomposed, CONTENT).json().path("name").asString())
                .isEqualTo(composed);
        assertThat(api.put(operator, composed, CONTENT).status()).isEqualTo(200);
        assertThat(api.get(operator, Api.ownPath(decomposed)).body()).isEqualTo(CONTENT);
    }

    @Test
    void aFormShouldKeepNamesAsBrowsersSendThem() {
        MultipartBody body = new MultipartBody()
                .file("with \"quotes\".txt", CONTENT)
                .file("日本語 100.txt", CONTENT)
                .file("folder/file.txt", CONTENT);

        Answer answer = api.upload(operator, body);

        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        assertThat(answer.names()).containsExactly("with \"quotes\".txt", "日本語 100.txt", "folder/file.txt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ops/files/../x",
                "/ops/files/a/../../x",
                "/ops/files/%2e%2e/x",
                "/ops/files/..%2fx",
                "/ops/files/a//b",
                "/ops/files//a",
                "/ops/files/a/",
                "/ops/files/./a",
                "/ops/files/",
                "/ops/files/a%00b",
                "/ops/files/a%0Ab",
                "/ops/files/a%7Fb",
                "/ops/files/a%5Cb",
                "/ops/files/..%5Cb",
                "/ops/files/a%E2%80%AEb",
                "/ops/files/a%C2%85b",
                "/ops/files/a%ED%A0%80b",
                "/ops/files/a%FFb",
                "/ops/files/a%C0%AFb",
                "/ops/files/a%zzb",
                "/ops/files/a%2",
            })
    void aHostileNameShouldBeRefusedAndNothingStored(String path) throws IOException {
        long before = server.store().contentBytes();

        Answer answer = RawHttp.exchange(api.base(), put(path));

        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.problemCode())
                .hasValueSatisfying(code -> assertThat(code).isIn("bad-file-name", "bad-request"));
        assertThat(api.get(operator, "/ops/files").names()).isEmpty();
        assertThat(server.store().contentBytes()).isEqualTo(before);
    }

    @Test
    void aSegmentOrANameThatIsTooLongShouldBeRefused() {
        Answer segment = api.put(operator, "a".repeat(256), CONTENT);
        Answer name = api.put(operator, ("a".repeat(99) + "/").repeat(11) + "x", CONTENT);

        assertThat(segment.problemCode()).contains("bad-file-name");
        assertThat(name.problemCode()).contains("bad-file-name");
        assertThat(api.get(operator, "/ops/files").names()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a//b", "/etc/passwd", "..", "a\\b", "a\u0001b", "a\u202Eb"})
    void aHostileNameInAFormShouldBeRefused(String name) {
        Answer answer = api.upload(operator, new MultipartBody().file(name, CONTENT));

        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.problemCode()).contains("bad-file-name");
        assertThat(api.get(operator, "/ops/files").names()).isEmpty();
    }

    /** Whatever is taken stays in its catalog. */
    @Test
    void aThousandHostileNamesShouldWriteNothingElsewhere() throws IOException {
        log.info("{} hostile names: -Dezworks.e2e.seed={}", HOSTILE_NAMES, SEED);
        Random random = new Random(SEED);
        HostileNames names = new HostileNames(SEED);
        Set<Path> places = server.store().places();
        List<Path> temporary = Scratch.tree(server.temp());
        int refused = 0;

        for (int i = 0; i < HOSTILE_NAMES; i++) {
            String path = "/ops/files/" + names.next();
            String request = random.nextInt(5) > 0 ? put(path) : bare(random.nextBoolean() ? "GET" : "DELETE", path);
            Answer answer = RawHttp.exchange(api.base(), request);
            assertThat(answer.status()).as("%s: %s", path, answer).isBetween(200, 499);
            refused += answer.status() >= 400 ? 1 : 0;
        }

        assertThat(refused).isBetween(HOSTILE_NAMES / 2, HOSTILE_NAMES - 1);
        assertThat(server.store().places()).isEqualTo(places);
        assertThat(Scratch.tree(server.temp())).containsExactlyInAnyOrderElementsOf(temporary);
        for (Path folder = server.temp(); folder != null; folder = folder.getParent()) {
            try (Stream<Path> there = Files.list(folder)) {
                assertThat(there).noneMatch(path -> path.toString().contains(HostileNames.MARK));
            }
        }
        assertThat(api.get(operator, "/ops/files").names())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name).doesNotContainPattern("(^|/)(\\.{0,2})(/|$)|\\\\|\\p{Cntrl}"));
    }

    private String put(String path) {
        return head("PUT", path) + "Content-Length: 7\r\n\r\ncontent";
    }

    private String bare(String method, String path) {
        return head(method, path) + "\r\n";
    }

    private String head(String method, String path) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + operator.bearer()
                + "\r\nConnection: close\r\n";
    }
}
