package dev.ezworks.server.files;

import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.one;
import static dev.ezworks.server.files.FileStoreFixture.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.api.FileName;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Publishing several files in one step, where the store can. */
public interface PublishSeveralContract extends FileStoreFixture {
    @Test
    default void publishShouldAnswerInTheOrderGiven() {
        publish(OLGA, "b");

        List<Published> published =
                one(testee().publish(OLGA, List.of(version("c", "1"), version("a", "2"), version("b", "3")), NOW));

        assertThat(published).extracting(one -> one.file().name().value()).containsExactly("c", "a", "b");
        assertThat(published).extracting(one -> one.file().version()).containsExactly(1L, 1L, 2L);
        assertThat(published).extracting(Published::created).containsExactly(true, true, false);
        assertThat(names(OLGA, FileQuery.ALL)).containsExactly("a", "b", "c");
    }

    @Test
    default void publishShouldChangeNothingWhenOnePreconditionFails() {
        StoredFile before = publish(OLGA, "b");
        List<NewVersion> files =
                List.of(version("a", "new"), version("b", "new", new Precondition.Absent()), version("c", "new"));

        assertThatThrownBy(() -> done(testee().publish(OLGA, files, NOW)))
                .isInstanceOf(PreconditionFailedException.class);

        assertThat(names(OLGA, FileQuery.ALL)).containsExactly("b");
        assertThat(one(testee().find(OLGA, before.name()))).isEqualTo(before);
        for (NewVersion file : files) {
            assertThat(one(testee().refersTo(file.content()))).isFalse();
        }
        assertThat(publish(OLGA, "a").version()).isEqualTo(1);
    }

    @Test
    default void readersShouldSeeAllOfAPublishOrNothing() {
        List<String> names = IntStream.range(0, 20).mapToObj(i -> "file " + i).toList();
        Mono<Long> firstVersion = versionOf(names.get(0));
        Mono<Long> lastVersion = versionOf(names.get(19));
        publishAll(names);

        // What is read later is never older, so it would be if a publish came to be seen bit by bit.
        Flux<Boolean> forwards = Flux.concat(firstVersion, lastVersion)
                .collectList()
                .map(PublishSeveralContract::rises)
                .repeat();
        Flux<Boolean> backwards = Flux.concat(lastVersion, firstVersion)
                .collectList()
                .map(PublishSeveralContract::rises)
                .repeat();
        Mono<Boolean> allRise = Flux.merge(
                        forwards.subscribeOn(Schedulers.boundedElastic()),
                        backwards.subscribeOn(Schedulers.boundedElastic()))
                .takeUntilOther(Flux.range(0, 30)
                        .concatMap(round -> testee().publish(OLGA, versions(names), NOW))
                        .then())
                .all(rises -> rises);

        assertThat(one(allRise)).isTrue();
        assertThat(one(versionOf("file 7"))).isEqualTo(31);
    }

    private void publishAll(List<String> names) {
        done(testee().publish(OLGA, versions(names), NOW));
    }

    private static List<NewVersion> versions(List<String> names) {
        return names.stream().map(name -> version(name, name)).toList();
    }

    private Mono<Long> versionOf(String name) {
        return testee().find(OLGA, FileName.of(name)).map(StoredFile::version);
    }

    private static boolean rises(List<Long> versions) {
        return versions.get(0) <= versions.get(1);
    }

    @Test
    default void concurrentPublishesOfTheSameFilesShouldNotMix() {
        List<String> names = List.of("a", "b", "c");
        List<List<String>> orders = List.of(List.of("a", "b", "c"), List.of("c", "b", "a"), List.of("b", "c", "a"));

        done(Flux.range(0, 12)
                .flatMap(
                        i -> testee().publish(
                                        OLGA,
                                        orders.get(i % 3).stream()
                                                .map(name -> version(name, "text " + i))
                                                .toList(),
                                        NOW),
                        12)
                .then());

        List<StoredFile> files = names.stream()
                .map(name -> one(testee().find(OLGA, FileName.of(name))))
                .toList();
        assertThat(files).extracting(StoredFile::version).containsOnly(12L);
        assertThat(files)
                .extracting(StoredFile::sha256)
                .containsOnly(files.get(0).sha256());
    }
}
