package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.SharedServerTest;
import dev.ezworks.e2e.harness.StoreKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListingIT extends SharedServerTest {
    private Api.Login operator;
    private Api.Login client;
    private String catalog;

    ListingIT(StoreKind store) {
        super(store);
    }

    @BeforeEach
    void logIn() {
        operator = api.operator();
        client = api.client();
        catalog = "/client/files/" + operator.username();
    }

    @Test
    void filesShouldBeInTheOrderOfTheirBytes() {
        // U+FFFD sorts before U+1F600 in UTF-8 and after it in UTF-16.
        publish("b", "a/z", "a", "\uFFFD", "\uD83D\uDE00", "B");

        assertThat(api.get(client, catalog).names()).containsExactly("B", "a", "a/z", "b", "\uFFFD", "\uD83D\uDE00");
    }

    @Test
    void anOperatorWithoutFilesShouldHaveAnEmptyList() {
        Answer answer = api.get(client, catalog);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.names()).isEmpty();
    }

    @Test
    void anOperatorThatDoesNotExistShouldBeNotFound() {
        Answer answer = api.get(client, "/client/files/" + Api.freshUsername("nobody"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.problemCode()).contains("no-such-operator");
    }

    @Test
    void pagesShouldLeadFromOneToTheNext() {
        publish("a", "b", "c", "d", "e");

        List<String> all = new ArrayList<>();
        Optional<String> next = Optional.of(catalog + "?limit=2");
        while (next.isPresent()) {
            Answer page = api.get(client, next.get());
            all.addAll(page.names());
            next = page.header("Link").map(ListingIT::target);
        }

        assertThat(all).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void aPrefixShouldNarrowTheList() {
        publish("scans/1", "scans/2", "scan", "other");

        assertThat(api.get(client, catalog + "?prefix=scans%2F").names()).containsExactly("scans/1", "scans/2");
    }

    @Test
    void theListShouldComeAsLinesToWhoeverAsksForThem() {
        publish("a", "b");

        Answer text = api.get(client, catalog, "Accept", "text/plain");
        Answer ndjson = api.get(client, catalog, "Accept", "application/x-ndjson");

        assertThat(text.text()).isEqualTo("a\nb\n");
        assertThat(ndjson.text().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"name\":"));
    }

    @Test
    void otherTypesShouldBeNotAcceptable() {
        Answer answer = api.get(client, catalog, "Accept", "image/png");

        assertThat(answer.status()).isEqualTo(406);
        assertThat(answer.problemCode()).contains("not-acceptable");
    }

    @Test
    void anUnchangedCatalogShouldNotBeSentAgain() {
        publish("a");
        String etag = api.get(client, catalog).header("ETag").orElseThrow();

        assertThat(api.get(client, catalog, "If-None-Match", etag).status()).isEqualTo(304);
        publish("b");
        assertThat(api.get(client, catalog, "If-None-Match", etag).status()).isEqualTo(200);
    }

    @Test
    void whoeverPrefersToWaitShouldHearOfTheNextUpload() {
        publish("a");
        String etag = api.get(client, catalog).header("ETag").orElseThrow();

        CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(
                () -> api.get(client, catalog, "If-None-Match", etag, "Prefer", "wait=30"));
        publish("b");

        assertThat(waiting.join().names()).containsExactly("a", "b");
    }

    @Test
    void whoeverWaitsInVainShouldBeToldSo() {
        publish("a");
        String etag = api.get(client, catalog).header("ETag").orElseThrow();

        Answer answer = api.get(client, catalog, "If-None-Match", etag, "Prefer", "wait=1");

        assertThat(answer.status()).isEqualTo(304);
    }

    @Test
    void badLimitsShouldBeRefused() {
        assertThat(api.get(client, catalog + "?limit=0").status()).isEqualTo(400);
        assertThat(api.get(client, catalog + "?limit=many").status()).isEqualTo(400);
    }

    @Test
    void clientsShouldSeeWhichOperatorsThereAre() {
        publish("a", "b");

        Answer answer = api.get(client, "/client/ops");

        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.json().path("operators")).anySatisfy(operators -> {
            assertThat(operators.path("username").asString())
                    .isEqualTo(operator.username().value());
            assertThat(operators.path("files").asInt()).isEqualTo(2);
            assertThat(operators.path("newestUpload").asString()).endsWith("Z");
        });
    }

    private void publish(String... names) {
        for (String name : names) {
            Answer answer = api.put(operator, name, name.getBytes(StandardCharsets.UTF_8));
            assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        }
    }

    /** The target of a {@code Link: <target>; rel="next"}. */
    private static String target(String link) {
        assertThat(link).endsWith("; rel=\"next\"");
        return link.substring(link.indexOf('<') + 1, link.indexOf('>'));
    }
}
