package dev.ezworks.server.files;

import static dev.ezworks.server.Await.all;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.FileName;
import dev.ezworks.server.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Listing a catalog: its order, prefixes and pages. */
public interface ListContract extends FileStoreFixture {
    /**
     * In the order of UTF-8 bytes. UTF-16, a locale's collation and one that ignores case would each order them
     * otherwise: U+FF21 comes before U+10400, but its code unit is greater than a surrogate.
     */
    List<String> ORDERED = List.of(
            " ",
            "!",
            "10",
            "9",
            "A",
            "Z",
            "a",
            "a b",
            "a.b",
            "a/b",
            "a0",
            "b",
            "é",
            "ż",
            "日",
            "\uFF21",
            "\uD801\uDC00");

    /** Publishes {@link #ORDERED}, in another order. */
    default void publishOrdered() {
        for (int i = 0; i < ORDERED.size(); i++) {
            publish(OLGA, ORDERED.get(i * 7 % ORDERED.size()));
        }
    }

    @Test
    default void listShouldBeInTheOrderOfUtf8Bytes() {
        publishOrdered();

        assertThat(names(OLGA, FileQuery.ALL)).containsExactlyElementsOf(ORDERED);
    }

    @Test
    default void listShouldBeEmptyWhenTheOwnerHasNoFiles() {
        publish(OLEG, "a");

        assertThat(names(OLGA, FileQuery.ALL)).isEmpty();
        assertThat(names(OLGA, new FileQuery("a", "", 10))).isEmpty();
    }

    @Test
    default void listShouldGiveWholeFiles() {
        StoredFile file = publish(OLGA, "a");

        assertThat(all(testee().list(OLGA, FileQuery.ALL))).containsExactly(file);
    }

    @Test
    default void listShouldEndAtTheLimit() {
        publishOrdered();

        assertThat(names(OLGA, new FileQuery("", "", 1))).containsExactly(" ");
        assertThat(names(OLGA, new FileQuery("", "", 3))).containsExactlyElementsOf(ORDERED.subList(0, 3));
        assertThat(names(OLGA, new FileQuery("", "", 1000))).containsExactlyElementsOf(ORDERED);
    }

    @Test
    default void listShouldBeginAfterTheNameGiven() {
        publishOrdered();

        for (int i = 0; i < ORDERED.size(); i++) {
            assertThat(names(OLGA, new FileQuery("", ORDERED.get(i), Long.MAX_VALUE)))
                    .containsExactlyElementsOf(ORDERED.subList(i + 1, ORDERED.size()));
        }
    }

    @Test
    default void listShouldBeginAfterANameThatDoesNotExist() {
        publishOrdered();

        assertThat(names(OLGA, new FileQuery("", "a/", 2))).containsExactly("a/b", "a0");
        assertThat(names(OLGA, new FileQuery("", "\uD801\uDC00\uD801\uDC00", 2)))
                .isEmpty();
    }

    @Test
    default void pagesShouldTogetherBeTheWholeList() {
        publishOrdered();
        List<String> got = new ArrayList<>();

        for (String after = ""; got.size() < ORDERED.size(); after = got.get(got.size() - 1)) {
            List<String> page = names(OLGA, new FileQuery("", after, 4));
            assertThat(page).isNotEmpty();
            got.addAll(page);
        }

        assertThat(got).containsExactlyElementsOf(ORDERED);
    }

    @Test
    default void prefixShouldSelectNamesThatBeginWithIt() {
        for (String name :
                List.of("report", "reports", "reports/march", "reports/may", "reports0", "Reports/x", "re")) {
            publish(OLGA, name);
        }

        assertThat(names(OLGA, new FileQuery("reports/", "", 10))).containsExactly("reports/march", "reports/may");
        assertThat(names(OLGA, new FileQuery("report", "", 10)))
                .containsExactly("report", "reports", "reports/march", "reports/may", "reports0");
        assertThat(names(OLGA, new FileQuery("reports/may", "", 10))).containsExactly("reports/may");
        assertThat(names(OLGA, new FileQuery("reports/mayo", "", 10))).isEmpty();
    }

    @Test
    default void prefixAfterAndLimitShouldAllHold() {
        for (String name : List.of("a/1", "a/2", "a/3", "a/4", "b/1", "0")) {
            publish(OLGA, name);
        }

        assertThat(names(OLGA, new FileQuery("a/", "a/1", 2))).containsExactly("a/2", "a/3");
        assertThat(names(OLGA, new FileQuery("a/", "0", 1))).containsExactly("a/1");
        assertThat(names(OLGA, new FileQuery("a/", "a/4", 5))).isEmpty();
        assertThat(names(OLGA, new FileQuery("a/", "b", 5))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%", "_", "a%", "a_", "*", "?", ".", ".*", "^", "[a-z]", "(", "$", "a|b", "'", "{", "GLOB*"})
    default void prefixShouldNotBeAPattern(String prefix) {
        for (String name : List.of("a", "ab", "abc", "b", "xyz")) {
            publish(OLGA, name);
        }
        publish(OLGA, prefix + "suffix");

        assertThat(names(OLGA, new FileQuery(prefix, "", 10))).containsExactly(prefix + "suffix");
    }

    @ParameterizedTest
    @ValueSource(strings = {"~", "é", "\u07FF", "日本", "\uFFFD", "\uDBFF\uDFFD"})
    default void prefixMayEndInAnyCharacter(String prefix) {
        publish(OLGA, prefix + "a");
        publish(OLGA, "z");
        publish(OLGA, "\uD801\uDC00");

        assertThat(names(OLGA, new FileQuery(prefix, "", 10))).containsExactly(prefix + "a");
    }

    @Test
    default void longListShouldFollowItsReader() {
        List<String> names = IntStream.range(0, 1200)
                .mapToObj(i -> String.format("file %04d", i))
                .toList();
        // Not what is tested: a store that does one after the other, each durably, takes its time.
        Flux.fromIterable(names)
                .flatMap(name -> testee().publish(OLGA, List.of(FileStoreFixture.version(name, "x")), NOW), 32)
                .then()
                .block(Duration.ofMinutes(3));

        StepVerifier.create(
                        testee().list(OLGA, FileQuery.ALL)
                                .map(file -> file.name().value()),
                        1)
                .expectNext("file 0000")
                .thenRequest(999)
                .expectNextSequence(names.subList(1, 1000))
                .thenRequest(Long.MAX_VALUE)
                .expectNextSequence(names.subList(1000, 1200))
                .expectComplete()
                .verify(Await.TIMEOUT);
    }

    @Test
    default void listShouldEndWhenItsReaderLeaves() {
        publishOrdered();

        assertThat(testee().list(OLGA, FileQuery.ALL).blockFirst(Await.TIMEOUT))
                .isNotNull()
                .extracting(StoredFile::name)
                .isEqualTo(FileName.of(" "));
    }
}
