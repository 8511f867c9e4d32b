package dev.ezworks.server.files;

import static dev.ezworks.server.Await.all;
import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.maybe;
import static dev.ezworks.server.Await.one;
import static dev.ezworks.server.files.FileStoreFixture.digest;
import static dev.ezworks.server.files.FileStoreFixture.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.api.FileName;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** Removing a file. */
public interface RemoveContract extends FileStoreFixture {
    @Test
    default void removedFileShouldBeGone() {
        StoredFile file = publish(OLGA, "a");
        publish(OLGA, "b");

        assertThat(one(testee().remove(OLGA, file.name(), Precondition.NONE, NOW)))
                .isTrue();

        assertThat(maybe(testee().find(OLGA, file.name()))).isEmpty();
        assertThat(names(OLGA, FileQuery.ALL)).containsExactly("b");
    }

    @Test
    default void removeShouldTellWhenThereWasNoFile() {
        FileName name = FileName.of("a");
        assertThat(one(testee().remove(OLGA, name, Precondition.NONE, NOW))).isFalse();
        publish(OLGA, "a");
        done(testee().remove(OLGA, name, Precondition.NONE, NOW));

        assertThat(one(testee().remove(OLGA, name, Precondition.NONE, NOW))).isFalse();
        assertThat(all(testee().retiredBefore(NOW.plusMillis(1)))).hasSize(1);
    }

    @Test
    default void versionsShouldGoOnAfterARemoval() {
        publish(OLGA, "a");
        publish(OLGA, "a");
        done(testee().remove(OLGA, FileName.of("a"), Precondition.NONE, NOW));

        assertThat(publish(OLGA, "a").version()).isEqualTo(3);
    }

    @Test
    default void versionsShouldGoOnWhenAllThatWasRetiredIsForgotten() {
        publish(OLGA, "a");
        done(testee().remove(OLGA, FileName.of("a"), Precondition.NONE, NOW));
        done(testee().retiredBefore(NOW.plusMillis(1))
                .concatMap(testee()::forget)
                .then());

        assertThat(publish(OLGA, "a").version()).isEqualTo(2);
    }

    @Test
    default void removeShouldLeaveAnotherOwnersFileAlone() {
        StoredFile olegs = publish(OLEG, "a");

        assertThat(one(testee().remove(OLGA, olegs.name(), Precondition.NONE, NOW)))
                .isFalse();

        assertThat(one(testee().find(OLEG, olegs.name()))).isEqualTo(olegs);
    }

    @Test
    default void removeShouldChangeNothingWhenItsPreconditionFails() {
        StoredFile file = publish(OLGA, version("a", "text"));

        assertThatThrownBy(() ->
                        done(testee().remove(OLGA, file.name(), new Precondition.OneOf(Set.of(digest("other"))), NOW)))
                .isInstanceOf(PreconditionFailedException.class);

        assertThat(one(testee().find(OLGA, file.name()))).isEqualTo(file);
        assertThat(all(testee().retiredBefore(NOW.plusMillis(1)))).isEmpty();
    }

    @Test
    default void removeShouldSucceedWhenItsPreconditionHolds() {
        StoredFile file = publish(OLGA, version("a", "text"));

        assertThat(one(testee().remove(OLGA, file.name(), new Precondition.OneOf(Set.of(digest("text"))), NOW)))
                .isTrue();
    }

    @Test
    default void preconditionOfARemovalShouldNotMatterWhenThereIsNoFile() {
        assertThat(one(testee().remove(OLGA, FileName.of("a"), new Precondition.Present(), NOW)))
                .isFalse();
    }

    @Test
    default void ofConcurrentRemovalsOneShouldFindTheFile() {
        publish(OLGA, "a");

        List<Boolean> found = one(Flux.range(0, 10)
                .flatMap(i -> testee().remove(OLGA, FileName.of("a"), Precondition.NONE, NOW), 10)
                .collectList());

        assertThat(found).hasSize(10).containsOnlyOnce(true);
        assertThat(all(testee().retiredBefore(NOW.plusMillis(1)))).hasSize(1);
    }
}
