package dev.ezworks.server.files;

import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.one;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.FileName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** The tag of a catalog, by which a client sees that it has not changed. */
public interface TagContract extends FileStoreFixture {
    @Test
    default void tagShouldBeAnotherOneAfterEveryChange() {
        Set<String> seen = new HashSet<>();
        assertThat(seen.add(tag())).isTrue();

        for (int round = 0; round < 3; round++) {
            publish(OLGA, "a");
            assertThat(seen.add(tag())).as("after a publish").isTrue();
            publish(OLGA, "b");
            assertThat(seen.add(tag())).as("after another").isTrue();
            done(testee().remove(OLGA, FileName.of("a"), Precondition.NONE, NOW));
            assertThat(seen.add(tag())).as("after a removal").isTrue();
            done(testee().remove(OLGA, FileName.of("b"), Precondition.NONE, NOW));
            assertThat(seen.add(tag()))
                    .as("after a removal that leaves nothing")
                    .isTrue();
        }
    }

    @Test
    default void tagShouldStayWhenNothingChanges() {
        publish(OLGA, "a");
        String before = tag();

        assertThat(tag()).isEqualTo(before);
        assertThat(names(OLGA, FileQuery.ALL)).containsExactly("a");
        assertThat(tag()).isEqualTo(before);
    }

    @Test
    default void tagShouldBeShortAndPlain() {
        assertThat(tag()).matches("[0-9a-zA-Z.-]{1,64}");
        publish(OLGA, "a");
        assertThat(tag()).matches("[0-9a-zA-Z.-]{1,64}");
    }

    @Test
    default void tagShouldBeAnotherOneAfterConcurrentChanges() {
        String before = tag();

        Set<String> after = new HashSet<>(one(Flux.range(0, 10)
                .flatMap(
                        i -> testee().publish(OLGA, List.of(FileStoreFixture.version("file " + i, "x")), NOW)
                                .then(testee().tag(OLGA)),
                        10)
                .collectList()));

        assertThat(after).doesNotContain(before).contains(tag());
    }

    private String tag() {
        return one(testee().tag(OLGA));
    }
}
