package dev.ezworks.server.files;

import static dev.ezworks.server.Await.all;
import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.one;
import static dev.ezworks.server.files.FileStoreFixture.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.server.content.ContentId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of the content of versions that were replaced or removed. */
public interface RetiredContentContract extends FileStoreFixture {
    /** After {@link #NOW}. */
    Instant LATER = NOW.plusSeconds(60);

    @Test
    default void replacedContentShouldBeRetired() {
        StoredFile old = publish(OLGA, "a");

        done(testee().publish(OLGA, List.of(version("a", "new")), LATER));

        assertThat(all(testee().retiredBefore(LATER.plusMillis(1))))
                .containsExactly(new RetiredContent(OLGA, old.name(), old.content(), LATER));
    }

    @Test
    default void removedContentShouldBeRetired() {
        StoredFile old = publish(OLGA, "a");

        done(testee().remove(OLGA, old.name(), Precondition.NONE, LATER));

        assertThat(all(testee().retiredBefore(LATER.plusMillis(1))))
                .containsExactly(new RetiredContent(OLGA, old.name(), old.content(), LATER));
    }

    @Test
    default void retiredBeforeShouldNotGiveWhatWasRetiredLater() {
        StoredFile first = publish(OLGA, "a");
        done(testee().publish(OLGA, List.of(version("a", "second")), NOW));
        done(testee().publish(OLGA, List.of(version("a", "third")), LATER));

        assertThat(all(testee().retiredBefore(NOW))).isEmpty();
        assertThat(all(testee().retiredBefore(LATER)))
                .extracting(RetiredContent::content)
                .containsExactly(first.content());
    }

    @Test
    default void retiredBeforeShouldGiveTheContentOfEveryOwner() {
        ContentId olgas = publish(OLGA, "a").content();
        ContentId olegs = publish(OLEG, "b").content();
        publish(OLGA, "a");
        publish(OLEG, "b");
        publish(OLEG, "never replaced");

        assertThat(all(testee().retiredBefore(LATER)))
                .extracting(RetiredContent::content)
                .containsExactlyInAnyOrder(olgas, olegs);
    }

    @Test
    default void forgottenContentShouldNotBeListedAgain() {
        ContentId first = publish(OLGA, "a").content();
        ContentId second = publish(OLGA, "a").content();
        StoredFile current = publish(OLGA, "a");
        RetiredContent retired = new RetiredContent(OLGA, current.name(), first, NOW);

        done(testee().forget(retired));
        done(testee().forget(retired));

        assertThat(all(testee().retiredBefore(LATER)))
                .extracting(RetiredContent::content)
                .containsExactly(second);
        assertThat(one(testee().find(OLGA, current.name()))).isEqualTo(current);
    }

    @Test
    default void forgetShouldNotTouchTheCurrentVersion() {
        StoredFile current = publish(OLGA, "a");

        done(testee().forget(new RetiredContent(OLGA, current.name(), current.content(), NOW)));

        assertThat(one(testee().find(OLGA, current.name()))).isEqualTo(current);
        assertThat(one(testee().refersTo(current.content()))).isTrue();
    }

    @Test
    default void refersToShouldHoldUntilContentIsForgotten() {
        StoredFile file = publish(OLGA, "a");
        assertThat(one(testee().refersTo(file.content()))).isTrue();

        done(testee().remove(OLGA, file.name(), Precondition.NONE, NOW));
        assertThat(one(testee().refersTo(file.content()))).isTrue();

        done(testee().forget(new RetiredContent(OLGA, file.name(), file.content(), NOW)));
        assertThat(one(testee().refersTo(file.content()))).isFalse();
    }

    @Test
    default void refersToShouldNotHoldForUnknownContent() {
        publish(OLGA, "a");

        assertThat(one(testee().refersTo(ContentId.random()))).isFalse();
    }
}
