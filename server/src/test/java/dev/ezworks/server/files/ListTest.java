package dev.ezworks.server.files;

import static dev.ezworks.server.testing.Answers.assertProblem;
import static dev.ezworks.server.testing.Answers.header;
import static dev.ezworks.server.testing.Answers.json;
import static dev.ezworks.server.testing.Answers.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.ApiPaths;
import dev.ezworks.api.FileName;
import dev.ezworks.server.testing.Caller;
import dev.ezworks.server.testing.RunningServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListTest {
    // In the order of their UTF-8 bytes: that of the last two is another one in UTF-16.
    private static final List<String> NAMES =
            List.of("A", "a", "a b", "a&b=c", "a+b", "a-b", "a/b", "a/c", "b", "caf\u00e9", "\uFF5E", "\uD83D\uDE00");

    @RegisterExtension
    static final RunningServer SERVER = RunningServer.inMemory();

    private final Caller operator = SERVER.operator();
    private final Caller client = SERVER.client();
    private final String path = "/client/files/" + operator.name();

    private void publishAll() {
        for (String name : NAMES) {
            put(name);
        }
    }

    private void put(String name) {
        assertThat(operator.put(ApiPaths.ownFile(FileName.of(name)), new byte[] {1})
                        .statusCode())
                .isLessThan(300);
    }

    @Test
    void catalogShouldBeInTheOrderOfTheBytes() {
        publishAll();
        HttpResponse<byte[]> answer = client.get(path);
        assertThat(names(answer)).isEqualTo(NAMES);
        assertThat(json(answer).has("next")).isFalse();
        assertThat(header(answer, "Link")).isEmpty();
        assertThat(json(answer).at("/files/0").propertyNames())
                .containsExactlyInAnyOrder("name", "size", "contentType", "sha256", "version", "uploadedAt", "damaged");
        assertThat(names(operator.get("/ops/files"))).isEqualTo(NAMES);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 11, 12, 13})
    void pagesShouldMakeTheWhole(int limit) {
        publishAll();
        List<String> byLink = new ArrayList<>();
        String next = path + "?limit=" + limit;
        while (!next.isEmpty()) {
            HttpResponse<byte[]> page = client.get(next);
            assertThat(names(page)).hasSizeBetween(1, limit);
            byLink.addAll(names(page));
            String link = header(page, "Link");
            assertThat(json(page).path("next").asString("")).isEqualTo(link.isEmpty() ? "" : last(byLink));
            assertThat(link).matches("|<[^>]+>; rel=\"next\"");
            next = link.isEmpty() ? "" : link.substring(1, link.indexOf('>'));
        }
        assertThat(byLink).isEqualTo(NAMES);
    }

    private static String last(List<String> names) {
        return names.get(names.size() - 1);
    }

    @Test
    void prefixAndAfterShouldNarrowTheList() {
        publishAll();
        assertThat(names(client.get(path + "?prefix=a/"))).containsExactly("a/b", "a/c");
        assertThat(names(client.get(path + "?prefix=a%2F&after=a%2Fb"))).containsExactly("a/c");
        assertThat(names(client.get(path + "?after=a-zzz&limit=2"))).containsExactly("a/b", "a/c");
        assertThat(names(client.get(path + "?prefix=zzz"))).isEmpty();
        HttpResponse<byte[]> page = client.get(path + "?prefix=a&limit=3");
        String link = header(page, "Link");
        assertThat(names(client.get(link.substring(1, link.indexOf('>'))))).containsExactly("a+b", "a-b", "a/b");
    }

    @Test
    void prefixShouldBeComposedLikeNames() {
        publishAll();
        assertThat(names(client.get(path + "?prefix=cafe%CC%81"))).containsExactly("caf\u00e9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "10001", "x", "", "1.5", "99999999999999999999"})
    void senselessLimitShouldBeRefused(String limit) {
        HttpResponse<byte[]> answer = client.get(path + "?limit=" + limit);
        assertThat(assertProblem(answer, 400, "bad-fields")
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("limit");
    }

    @Test
    void linesShouldStreamTheWholeUnlessLimited() {
        publishAll();
        HttpResponse<byte[]> text = client.get(path, "Accept", "text/plain");
        assertThat(header(text, "Content-Type")).isEqualTo("text/plain;charset=UTF-8");
        assertThat(text(text)).isEqualTo(String.join("\n", NAMES) + "\n");
        assertThat(text(client.get(path + "?limit=2", "Accept", "text/plain"))).isEqualTo("A\na\n");
        HttpResponse<byte[]> ndjson = client.get(path, "Accept", "application/x-ndjson");
        assertThat(header(ndjson, "Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(text(ndjson).lines()).hasSize(NAMES.size()).allMatch(line -> line.startsWith("{\"name\":"));
    }

    @Test
    void linesShouldGoOnPastAPageOfJson() {
        for (int i = 0; i < 300; i++) {
            put("f" + i);
        }
        assertThat(text(client.get(path, "Accept", "text/plain")).lines()).hasSize(300);
    }

    @Test
    void otherTypesShouldNotBeAcceptable() {
        assertProblem(client.get(path, "Accept", "image/png"), 406, "not-acceptable");
    }

    @Test
    void operatorWithoutFilesShouldHaveAnEmptyList() {
        assertThat(names(client.get(path))).isEmpty();
        HttpResponse<byte[]> text = client.get(path, "Accept", "text/plain");
        assertThat(text.statusCode()).isEqualTo(200);
        assertThat(text.body()).isEmpty();
    }

    @Test
    void unknownOperatorShouldBeTold() {
        for (String nobody : List.of("nobody", "a%20b", "..%2Fx", "%F0%9F%98%80", client.name())) {
            HttpResponse<byte[]> answer = client.get("/client/files/" + nobody);
            assertThat(answer.statusCode()).as(nobody).isIn(400, 404);
        }
        assertProblem(client.get("/client/files/nobody"), 404, "no-such-operator");
        assertProblem(client.get("/client/files/nobody", "Accept", "application/json"), 404, "no-such-operator");
    }

    @Test
    void tagShouldChangeWithEveryChange() {
        String empty = tag();
        put("a");
        String one = tag();
        put("a");
        String two = tag();
        operator.delete("/ops/files/a");
        assertThat(List.of(empty, one, two, tag())).doesNotHaveDuplicates();
    }

    @Test
    void knownTagShouldBeAnswered304() {
        put("a");
        String tag = tag();
        for (String known : List.of(tag, tag.replace("W/", ""), "\"x\", " + tag, "*")) {
            HttpResponse<byte[]> answer = client.get(path, "If-None-Match", known);
            assertThat(answer.statusCode()).as(known).isEqualTo(304);
            assertThat(header(answer, "ETag")).isEqualTo(tag);
            assertThat(answer.body()).isEmpty();
        }
        assertThat(client.get(path, "If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
    }

    @Test
    void waitShouldEndWithTheNextPublish() throws Exception {
        String tag = tag();
        CompletableFuture<HttpResponse<byte[]>> waiting =
                client.sendAsync("GET", path, BodyPublishers.noBody(), "If-None-Match", tag, "Prefer", "wait=25");
        put("a");
        HttpResponse<byte[]> answer = waiting.get(20, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "ETag")).isNotEqualTo(tag);
        assertThat(header(answer, "Preference-Applied")).isEqualTo("wait=25");
        assertThat(names(answer)).containsExactly("a");
    }

    @Test
    void waitShouldNotEndWithAnothersPublish() throws Exception {
        CompletableFuture<HttpResponse<byte[]>> waiting = client.sendAsync(
                "GET", path, BodyPublishers.noBody(), "If-None-Match", tag(), "Prefer", "respond-async, wait=2");
        SERVER.operator().put("/ops/files/a", new byte[] {1});
        assertThat(waiting.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(304);
    }

    @Test
    void waitInVainShouldEndIn304() {
        long begin = System.nanoTime();
        HttpResponse<byte[]> answer = client.get(path, "If-None-Match", tag(), "Prefer", "wait=1");
        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(950));
    }

    @Test
    void whoeverKnowsNothingShouldNotWait() {
        assertThat(client.get(path, "Prefer", "wait=60").statusCode()).isEqualTo(200);
        assertThat(client.get(path, "Prefer", "wait=60", "If-None-Match", "\"x\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void operatorsShouldBeListedWithTheirFiles() {
        put("a");
        put("b");
        HttpResponse<byte[]> answer = client.get("/client/ops");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).path("operators")).anySatisfy(one -> {
            assertThat(one.path("username").asString()).isEqualTo(operator.name());
            assertThat(one.path("files").asLong()).isEqualTo(2);
            assertThat(one.path("newestUpload").asString()).endsWith("Z");
        });
    }

    private String tag() {
        return header(client.get(path), "ETag");
    }

    private static List<String> names(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        return json(answer).path("files").findValuesAsString("name");
    }
}
