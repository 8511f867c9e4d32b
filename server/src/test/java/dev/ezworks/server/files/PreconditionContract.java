package dev.ezworks.server.files;

import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.one;
import static dev.ezworks.server.files.FileStoreFixture.digest;
import static dev.ezworks.server.files.FileStoreFixture.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.api.FileName;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Changes that want something of the current version. */
public interface PreconditionContract extends FileStoreFixture {
    @Test
    default void publishShouldSucceedOnlyWhereItsPreconditionHoldsOfTheCurrentVersion() {
        Stream.of(
                        new Precondition.Present(),
                        new Precondition.OneOf(Set.of(digest("old"))),
                        new Precondition.OneOf(Set.of(digest("other"), digest("old"))),
                        new Precondition.NoneOf(Set.of(digest("other"))),
                        new Precondition.Both(
                                new Precondition.Present(), new Precondition.NoneOf(Set.of(digest("other")))),
                        Precondition.NONE)
                .forEach(precondition -> {
                    publish(OLGA, version("a", "old"));
                    assertThat(publish(OLGA, version("a", "new", precondition)).sha256())
                            .isEqualTo(digest("new"));
                });
        StoredFile current = publish(OLGA, version("a", "old"));
        Stream.of(
                        new Precondition.Absent(),
                        new Precondition.OneOf(Set.of(digest("other"))),
                        new Precondition.OneOf(Set.of()),
                        new Precondition.NoneOf(Set.of(digest("old"))),
                        new Precondition.Both(new Precondition.Present(), new Precondition.Absent()))
                .forEach(precondition -> assertRefused(version("a", "new", precondition)));
        assertThat(one(testee().find(OLGA, current.name()))).isEqualTo(current);
    }

    @Test
    default void publishShouldSucceedOnlyWhereItsPreconditionHoldsOfTheAbsenceOfAVersion() {
        Stream.of(
                        new Precondition.Absent(),
                        new Precondition.NoneOf(Set.of(digest("any"))),
                        new Precondition.Both(
                                new Precondition.Absent(), new Precondition.NoneOf(Set.of(digest("any")))))
                .forEach(precondition -> {
                    assertThat(publish(OLGA, version("a", "new", precondition)).name())
                            .isEqualTo(FileName.of("a"));
                    done(testee().remove(OLGA, FileName.of("a"), Precondition.NONE, NOW));
                });
        Stream.of(new Precondition.Present(), new Precondition.OneOf(Set.of(digest("any"), digest("new"))))
                .forEach(precondition -> {
                    assertRefused(version("a", "new", precondition));
                    assertRefused(version("never published", "new", precondition));
                });
        assertThat(names(OLGA, FileQuery.ALL)).isEmpty();
    }

    private void assertRefused(NewVersion version) {
        assertThatThrownBy(() -> publish(OLGA, version))
                .as("%s", version.precondition())
                .isInstanceOf(PreconditionFailedException.class);
        assertThat(one(testee().refersTo(version.content()))).isFalse();
    }

    @Test
    default void preconditionShouldNotSeeAnotherOwnersFile() {
        publish(OLEG, "a");

        publish(OLGA, version("a", "x", new Precondition.Absent()));

        assertThat(names(OLGA, FileQuery.ALL)).containsExactly("a");
    }

    @Test
    default void ofConcurrentPublishesThatWantAbsenceOneShouldWin() {
        List<StoredFile> published = publishConcurrently(new Precondition.Absent());

        assertThat(published).hasSize(1);
        assertThat(one(testee().find(OLGA, FileName.of("a")))).isEqualTo(published.get(0));
    }

    @Test
    default void ofConcurrentPublishesThatWantAbsenceAfterARemovalOneShouldWin() {
        publish(OLGA, "a");
        done(testee().remove(OLGA, FileName.of("a"), Precondition.NONE, NOW));

        List<StoredFile> published = publishConcurrently(new Precondition.Absent());

        assertThat(published).extracting(StoredFile::version).containsExactly(2L);
    }

    @Test
    default void ofConcurrentPublishesThatReplaceOneVersionOneShouldWin() {
        publish(OLGA, version("a", "old"));

        List<StoredFile> published = publishConcurrently(new Precondition.OneOf(Set.of(digest("old"))));

        assertThat(published).extracting(StoredFile::version).containsExactly(2L);
        assertThat(one(testee().find(OLGA, FileName.of("a")))).isEqualTo(published.get(0));
    }

    private List<StoredFile> publishConcurrently(Precondition precondition) {
        return one(Flux.range(0, 10)
                .flatMap(
                        i -> testee().publish(OLGA, List.of(version("a", "text " + i, precondition)), NOW)
                                .onErrorResume(PreconditionFailedException.class, e -> Mono.empty()),
                        10)
                .map(files -> files.get(0).file())
                .collectList());
    }
}
