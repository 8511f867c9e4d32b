package dev.ezworks.server.files;

import static dev.ezworks.server.Await.all;
import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.maybe;
import static dev.ezworks.server.Await.one;
import static dev.ezworks.server.files.FileStoreFixture.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.api.FileName;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** Publishing one file, and finding it. */
public interface PublishContract extends FileStoreFixture {
    @Test
    default void findShouldGiveWhatWasPublished() {
        NewVersion version = version("reports/march.csv", "a,b\n");

        StoredFile published = publish(OLGA, version);

        assertThat(published)
                .isEqualTo(new StoredFile(
                        OLGA, version.name(), 1, version.content(), 4, "text/plain", version.sha256(), NOW, false));
        assertThat(one(testee().find(OLGA, version.name()))).isEqualTo(published);
    }

    @Test
    default void findShouldBeEmptyWhenTheNameHasNoVersion() {
        publish(OLGA, "reports/march.csv");

        assertThat(maybe(testee().find(OLGA, FileName.of("reports/may.csv")))).isEmpty();
        assertThat(maybe(testee().find(OLGA, FileName.of("reports")))).isEmpty();
        assertThat(maybe(testee().find(OLGA, FileName.of("Reports/march.csv")))).isEmpty();
    }

    @Test
    default void publishAgainShouldMakeTheNextVersion() {
        publish(OLGA, version("a", "first"));
        NewVersion second = version("a", "second");

        assertThat(publish(OLGA, second).version()).isEqualTo(2);

        assertThat(one(testee().find(OLGA, second.name())).version()).isEqualTo(2);
        assertThat(one(testee().find(OLGA, second.name())).content()).isEqualTo(second.content());
        assertThat(all(testee().list(OLGA, FileQuery.ALL))).hasSize(1);
    }

    @Test
    default void contentShouldBePublishedOnce() {
        NewVersion first = version("a", "first");
        publish(OLGA, first);

        assertThatThrownBy(() -> publish(OLGA, first)).isInstanceOf(AlreadyPublishedException.class);

        assertThat(one(testee().find(OLGA, first.name())).version()).isEqualTo(1);
        assertThat(all(testee().retiredBefore(NOW.plusSeconds(1)))).isEmpty();
    }

    @Test
    default void retiredContentShouldNotBePublishedAgain() {
        NewVersion first = version("a", "first");
        NewVersion second = version("a", "second");
        publish(OLGA, first);
        publish(OLGA, second);

        assertThatThrownBy(() -> publish(OLGA, first)).isInstanceOf(AlreadyPublishedException.class);

        assertThat(one(testee().find(OLGA, first.name())).content()).isEqualTo(second.content());
    }

    @Test
    default void publishShouldTellWhetherTheNameHadACurrentVersion() {
        FileName name = FileName.of("a");

        assertThat(isCreated(version("a", "1"))).isTrue();
        assertThat(isCreated(version("a", "2"))).isFalse();
        one(testee().remove(OLGA, name, Precondition.NONE, NOW));
        assertThat(isCreated(version("a", "3"))).isTrue();
    }

    private boolean isCreated(NewVersion version) {
        return one(testee().publish(OLGA, List.of(version), NOW)).get(0).created();
    }

    @Test
    default void uploadTimeShouldBeCutToMilliseconds() {
        Instant at = Instant.parse("2026-03-04T05:06:07.089999999Z");

        StoredFile published = one(testee().publish(OLGA, List.of(version("a", "x")), at))
                .get(0)
                .file();

        assertThat(published.uploadedAt()).isEqualTo(NOW);
        assertThat(one(testee().find(OLGA, published.name())).uploadedAt()).isEqualTo(NOW);
    }

    @Test
    default void sizesShouldNotBeLimitedToThirtyTwoBits() {
        NewVersion small = version("big", "x");
        NewVersion big = new NewVersion(
                small.name(), small.content(), 10L << 40, small.contentType(), small.sha256(), Precondition.NONE);

        publish(OLGA, big);

        assertThat(one(testee().find(OLGA, big.name())).size()).isEqualTo(10L << 40);
    }

    @Test
    default void ownersShouldNotSeeEachOthersFiles() {
        StoredFile olgas = publish(OLGA, version("same", "olga's"));
        StoredFile olegs = publish(OLEG, version("same", "oleg's"));
        publish(OLEG, "only his");

        assertThat(olegs.version()).isEqualTo(1);
        assertThat(one(testee().find(OLGA, olgas.name()))).isEqualTo(olgas);
        assertThat(one(testee().find(OLEG, olgas.name()))).isEqualTo(olegs);
        assertThat(maybe(testee().find(OLGA, FileName.of("only his")))).isEmpty();
        assertThat(names(OLGA, FileQuery.ALL)).containsExactly("same");
    }

    @Test
    default void concurrentPublishesToOneNameShouldGetVersionsOfTheirOwn() {
        List<Long> versions = one(Flux.range(0, 20)
                .flatMap(i -> testee().publish(OLGA, List.of(version("a", "text " + i)), NOW), 20)
                .map(published -> published.get(0).file().version())
                .collectList());

        assertThat(versions)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 20).boxed().toList());
        assertThat(one(testee().find(OLGA, FileName.of("a"))).version()).isEqualTo(20);
        assertThat(all(testee().retiredBefore(NOW.plusMillis(1)))).hasSize(19);
    }

    @Test
    default void concurrentPublishesToManyNamesShouldAllBeKept() {
        done(Flux.range(0, 50)
                .flatMap(i -> testee().publish(OLGA, List.of(version("file " + i, "text")), NOW), 50)
                .then());

        assertThat(names(OLGA, FileQuery.ALL)).hasSize(50);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'; DROP TABLE files; --",
                "\" OR 1=1",
                "%",
                "_",
                "*",
                "?",
                "[a-z]",
                ".*",
                "^(a+)+$",
                "$where",
                "{\"$gt\":\"\"}",
                "a.b.c",
                "$a.$b",
                "...",
                ".hidden",
                "-rf",
                "--help",
                "~root",
                " leading and trailing ",
                "nul",
                "CON",
                "C:",
                "a/b/c/d",
                "100%25",
                "semi;colon",
                "<script>alert(1)</script>",
                "Ünïcödé",
                "日本語/ファイル",
                "עברית",
                "\uFFFD",
                "👩‍👩‍👧‍👦",
                "e\u0301",
                "\uD801\uDC00"
            })
    default void anyNameShouldBeKeptAsItIs(String text) {
        FileName name = FileName.of(text);
        StoredFile published = publish(OLGA, version(text, "some text"));
        publish(OLGA, "another");

        assertThat(published.name()).isEqualTo(name);
        assertThat(one(testee().find(OLGA, name))).isEqualTo(published);
        assertThat(all(testee().list(OLGA, FileQuery.ALL))).hasSize(2).contains(published);
        assertThat(one(testee().remove(OLGA, name, Precondition.NONE, NOW))).isTrue();
        assertThat(names(OLGA, FileQuery.ALL)).containsExactly("another");
    }

    @Test
    default void longestNamesShouldBeToldApart() {
        String stem = String.join(
                "/", "x".repeat(255), "y".repeat(255), "z".repeat(255), "€".repeat(42) + "w", "v".repeat(124));
        String one = stem + "1234";
        String other = stem + "1235";
        assertThat(FileName.of(one).utf8()).hasSize(FileName.MAX_BYTES);
        publish(OLGA, one);
        publish(OLGA, other);

        assertThat(names(OLGA, FileQuery.ALL)).containsExactly(one, other);
    }
}
