package dev.ezworks.server.files;

import static dev.ezworks.server.Await.all;
import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.maybe;
import static dev.ezworks.server.Await.one;
import static dev.ezworks.server.files.FileStoreFixture.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.server.content.ContentId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Going through all versions to check them, and marking those that are damaged. */
public interface DamageContract extends FileStoreFixture {
    @Test
    default void versionsShouldGiveEveryOwnersInTheOrderOfTheirContents() {
        List<StoredFile> published = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            published.add(publish(i % 2 == 0 ? OLGA : OLEG, "file " + i));
        }
        published.sort(Comparator.comparing(file -> file.content().value()));

        assertThat(all(testee().versions(ContentId.NONE, 100))).isEqualTo(published);
        assertThat(all(testee().versions(ContentId.NONE, 4))).isEqualTo(published.subList(0, 4));
        assertThat(all(testee().versions(published.get(3).content(), 4))).isEqualTo(published.subList(4, 8));
        assertThat(all(testee().versions(published.get(7).content(), 4))).isEqualTo(published.subList(8, 10));
        assertThat(all(testee().versions(published.get(9).content(), 4))).isEmpty();
    }

    @Test
    default void versionsShouldNotGiveWhatWasReplacedOrRemoved() {
        publish(OLGA, "replaced");
        StoredFile current = publish(OLGA, "replaced");
        StoredFile removed = publish(OLGA, "removed");
        done(testee().remove(OLGA, removed.name(), Precondition.NONE, NOW));

        assertThat(all(testee().versions(ContentId.NONE, 100))).containsExactly(current);
    }

    @Test
    default void markShouldShowWhereverTheVersionDoes() {
        StoredFile file = publish(OLGA, "a");
        StoredFile other = publish(OLGA, "b");
        String tag = one(testee().tag(OLGA));

        assertThat(one(testee().markDamaged(file, true))).isTrue();

        assertThat(one(testee().find(OLGA, file.name())).damaged()).isTrue();
        assertThat(all(testee().list(OLGA, FileQuery.ALL)))
                .extracting(StoredFile::damaged)
                .containsExactly(true, false);
        assertThat(all(testee().versions(ContentId.NONE, 100)))
                .filteredOn(StoredFile::damaged)
                .extracting(StoredFile::content)
                .containsExactly(file.content());
        assertThat(one(testee().find(OLGA, other.name()))).isEqualTo(other);
        assertThat(one(testee().tag(OLGA))).isNotEqualTo(tag);
    }

    @Test
    default void markThatIsTakenAwayShouldLeaveTheVersionAsItWas() {
        StoredFile file = publish(OLGA, "a");
        done(testee().markDamaged(file, true));
        String tag = one(testee().tag(OLGA));

        assertThat(one(testee().markDamaged(file, false))).isTrue();

        assertThat(one(testee().find(OLGA, file.name()))).isEqualTo(file);
        assertThat(one(testee().tag(OLGA))).isNotEqualTo(tag);
    }

    @Test
    default void markThatIsThereAlreadyShouldChangeNothing() {
        StoredFile file = publish(OLGA, "a");
        String unmarked = one(testee().tag(OLGA));
        assertThat(one(testee().markDamaged(file, false))).isTrue();
        assertThat(one(testee().tag(OLGA))).isEqualTo(unmarked);

        done(testee().markDamaged(file, true));
        String marked = one(testee().tag(OLGA));
        assertThat(one(testee().markDamaged(file, true))).isTrue();
        assertThat(one(testee().tag(OLGA))).isEqualTo(marked);
    }

    @Test
    default void newVersionShouldNotBeMarked() {
        done(testee().markDamaged(publish(OLGA, "a"), true));

        StoredFile next = publish(OLGA, version("a", "whole"));

        assertThat(next.damaged()).isFalse();
        assertThat(one(testee().find(OLGA, next.name()))).isEqualTo(next);
    }

    @Test
    default void versionAfterARemovalShouldNotBeMarked() {
        StoredFile file = publish(OLGA, "a");
        done(testee().markDamaged(file, true));
        done(testee().remove(OLGA, file.name(), Precondition.NONE, NOW));

        assertThat(publish(OLGA, "a").damaged()).isFalse();
        assertThat(one(testee().find(OLGA, file.name())).damaged()).isFalse();
    }

    @Test
    default void markOfAnOldVersionShouldNotTouchTheCurrentOne() {
        StoredFile old = publish(OLGA, "a");
        StoredFile current = publish(OLGA, "a");
        String tag = one(testee().tag(OLGA));

        assertThat(one(testee().markDamaged(old, true))).isFalse();

        assertThat(one(testee().find(OLGA, current.name()))).isEqualTo(current);
        assertThat(one(testee().tag(OLGA))).isEqualTo(tag);
    }

    @Test
    default void markOfARemovedVersionShouldChangeNothing() {
        StoredFile file = publish(OLGA, "a");
        done(testee().remove(OLGA, file.name(), Precondition.NONE, NOW));

        assertThat(one(testee().markDamaged(file, true))).isFalse();
        assertThat(maybe(testee().find(OLGA, file.name()))).isEmpty();
    }
}
