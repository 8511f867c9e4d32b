package dev.ezworks.server.content;

import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.one;
import static dev.ezworks.server.content.ContentStoreFixture.describe;
import static dev.ezworks.server.content.ContentStoreFixture.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Making content immutable, and telling that the catalog refers to it. */
public interface SealContentContract extends ContentStoreFixture {
    @Test
    default void sealShouldMakeEmptyContentReadable() {
        assertThat(read(store(new byte[0]), 0)).isEmpty();
    }

    @Test
    default void sealedContentShouldBeReadableBeforeItIsSettled() {
        ContentId id = ContentId.random();
        byte[] bytes = randomBytes(1000);
        done(testee().seal(id, begin(id, bytes).epoch(), describe(bytes)));

        assertThat(read(id, 1000)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1001, Slab.CAPACITY})
    default void sealWithAnotherLengthShouldLeaveTheContentUnfinished(int wrongLength) {
        ContentId id = ContentId.random();
        byte[] bytes = randomBytes(1000);
        long epoch = begin(id, bytes).epoch();

        assertThatThrownBy(() -> done(testee().seal(id, epoch, describe(randomBytes(wrongLength)))))
                .isInstanceOfSatisfying(
                        OffsetMismatchException.class,
                        mismatch -> assertThat(mismatch.actual()).isEqualTo(1000));

        assertThatThrownBy(() -> read(id, 1)).isInstanceOf(NoSuchContentException.class);
        byte[] more = Arrays.copyOf(bytes, 1500);
        CountedSlabs slabs = new CountedSlabs();
        done(testee().append(id, epoch, 1000, slabs.of(Arrays.copyOfRange(more, 1000, 1500))));
        done(testee().seal(id, epoch, describe(more)));
        assertThat(read(id, 1500)).isEqualTo(more);
    }

    @Test
    default void sealShouldFailWhenContentIsSealedAlready() {
        ContentId id = ContentId.random();
        byte[] bytes = randomBytes(10);
        long epoch = begin(id, bytes).epoch();
        done(testee().seal(id, epoch, describe(bytes)));

        assertThatThrownBy(() -> done(testee().seal(id, epoch, describe(bytes))))
                .isInstanceOf(NoSuchContentException.class);
        assertThat(read(id, 10)).isEqualTo(bytes);
    }

    @Test
    default void sealShouldFailWhenContentDoesNotExist() {
        assertThatThrownBy(() -> done(testee().seal(ContentId.random(), 1, describe(new byte[0]))))
                .isInstanceOf(NoSuchContentException.class);
    }

    @Test
    default void settleShouldFailWhenContentIsUnfinished() {
        ContentId id = ContentId.random();
        long epoch = one(testee().create(id, LEASE)).epoch();

        assertThatThrownBy(() -> done(testee().settle(id, epoch))).isInstanceOf(NoSuchContentException.class);
    }

    @Test
    default void settleShouldFailWhenContentDoesNotExist() {
        assertThatThrownBy(() -> done(testee().settle(ContentId.random(), 1)))
                .isInstanceOf(NoSuchContentException.class);
    }

    @Test
    default void settleShouldDoNothingTheSecondTime() {
        ContentId id = ContentId.random();
        byte[] bytes = randomBytes(10);
        long epoch = begin(id, bytes).epoch();
        done(testee().seal(id, epoch, describe(bytes)));
        done(testee().settle(id, epoch));

        done(testee().settle(id, epoch));

        assertThat(read(id, 10)).isEqualTo(bytes);
    }

    @Test
    default void renewShouldFailWhenContentIsSettled() {
        ContentId id = ContentId.random();
        byte[] bytes = randomBytes(10);
        long epoch = begin(id, bytes).epoch();
        done(testee().seal(id, epoch, describe(bytes)));
        done(testee().settle(id, epoch));

        assertThatThrownBy(() -> done(testee().renew(id, epoch))).isInstanceOf(NoSuchContentException.class);
    }
}
