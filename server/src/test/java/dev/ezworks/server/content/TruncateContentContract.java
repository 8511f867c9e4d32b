package dev.ezworks.server.content;

import static dev.ezworks.server.Await.all;
import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.one;
import static dev.ezworks.server.content.ContentStoreFixture.describe;
import static dev.ezworks.server.content.ContentStoreFixture.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** Dropping the end of unfinished content. */
public interface TruncateContentContract extends ContentStoreFixture {
    /** Of the content that is truncated: three chunks and a short one. */
    int LENGTH = 3 * Slab.CAPACITY + 3;

    @ParameterizedTest
    @CsvSource({
        "0, 5000",
        "1, 1",
        "1048575, 2",
        "1048576, 1048576",
        "1048577, 3000000",
        "2621440, 100",
        "3145728, 3",
        "3145729, 1",
        "3145731, 1048576"
    })
    default void truncatedContentShouldGoOnWithOtherBytes(int size, int more) {
        ContentId id = ContentId.random();
        byte[] first = randomBytes(LENGTH);
        long epoch = begin(id, first).epoch();

        done(testee().truncate(id, epoch, size));

        byte[] bytes = Arrays.copyOf(first, size + more);
        System.arraycopy(randomBytes(more), 0, bytes, size, more);
        CountedSlabs slabs = new CountedSlabs();
        byte[] rest = Arrays.copyOfRange(bytes, size, bytes.length);
        assertThat(one(testee().append(id, epoch, size, slabs.of(rest)))).isEqualTo(bytes.length);
        slabs.awaitAllReleased();
        done(testee().seal(id, epoch, describe(bytes)));
        assertThat(read(id, bytes.length)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, Slab.CAPACITY - 1, Slab.CAPACITY, Slab.CAPACITY + 1, LENGTH})
    default void truncatedContentShouldBeSealedAtItsNewSize(int size) {
        ContentId id = ContentId.random();
        byte[] bytes = randomBytes(LENGTH);
        long epoch = begin(id, bytes).epoch();

        done(testee().truncate(id, epoch, size));

        byte[] kept = Arrays.copyOf(bytes, size);
        assertThatThrownBy(() -> done(testee().seal(id, epoch, describe(Arrays.copyOf(bytes, size + 1)))))
                .isInstanceOf(OffsetMismatchException.class);
        done(testee().seal(id, epoch, describe(kept)));
        assertThat(read(id, size)).isEqualTo(kept);
        assertThat(one(testee().length(id))).isEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, Slab.CAPACITY, 2 * Slab.CAPACITY + 1})
    default void droppedBytesShouldNotComeBackWhenTheNextAppendFails(int size) {
        ContentId id = ContentId.random();
        long epoch = begin(id, randomBytes(LENGTH)).epoch();
        done(testee().truncate(id, epoch, size));
        Flux<Slab> broken = Flux.error(new IllegalStateException("the source broke"));

        assertThatThrownBy(() -> done(testee().append(id, epoch, size, broken)))
                .isInstanceOf(IllegalStateException.class);

        assertThat(one(testee().claim(id, LEASE)).size()).isEqualTo(size);
    }

    @Test
    default void claimShouldTellTheSizeAfterATruncation() {
        ContentId id = ContentId.random();
        long epoch = begin(id, randomBytes(2000)).epoch();

        done(testee().truncate(id, epoch, 1500));
        done(testee().truncate(id, epoch, 1000));

        assertThat(one(testee().claim(id, LEASE)).size()).isEqualTo(1000);
    }

    @Test
    default void truncateToMoreThanThereIsShouldChangeNothing() {
        ContentId id = ContentId.random();
        byte[] bytes = randomBytes(2000);
        long epoch = begin(id, bytes).epoch();

        assertThatThrownBy(() -> done(testee().truncate(id, epoch, 2001)))
                .isInstanceOfSatisfying(
                        OffsetMismatchException.class,
                        mismatch -> assertThat(mismatch.actual()).isEqualTo(2000));

        done(testee().seal(id, epoch, describe(bytes)));
        assertThat(read(id, 2000)).isEqualTo(bytes);
    }

    @Test
    default void truncateShouldBeRefusedWhenItsClaimIsOvertaken() {
        ContentId id = ContentId.random();
        byte[] bytes = randomBytes(2000);
        long stale = begin(id, bytes).epoch();
        Claim claim = one(testee().claim(id, LEASE));

        assertThatThrownBy(() -> done(testee().truncate(id, stale, 1000))).isInstanceOf(StaleClaimException.class);

        done(testee().seal(id, claim.epoch(), describe(bytes)));
        assertThat(read(id, 2000)).isEqualTo(bytes);
    }

    @Test
    default void truncateShouldFailWhenThereIsNothingUnfinished() {
        ContentId id = ContentId.random();
        byte[] bytes = randomBytes(10);
        long epoch = begin(id, bytes).epoch();
        done(testee().seal(id, epoch, describe(bytes)));

        assertThatThrownBy(() -> done(testee().truncate(id, epoch, 5))).isInstanceOf(NoSuchContentException.class);
        assertThatThrownBy(() -> done(testee().truncate(ContentId.random(), 1, 0)))
                .isInstanceOf(NoSuchContentException.class);
        assertThat(read(id, 10)).isEqualTo(bytes);
    }

    @Test
    default void truncateShouldRenewTheLease() {
        ContentId id = ContentId.random();
        long epoch = begin(id, randomBytes(10)).epoch();

        clock().advance(Duration.ofMinutes(50));
        done(testee().truncate(id, epoch, 5));
        clock().advance(Duration.ofMinutes(50));

        assertThat(all(testee().expired())).doesNotContain(id);
    }
}
