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
import reactor.core.publisher.Flux;

/** Adding bytes. */
public interface AppendContentContract extends ContentStoreFixture {
    @ParameterizedTest
    @ValueSource(
            ints = {1, Slab.CAPACITY - 1, Slab.CAPACITY, Slab.CAPACITY + 1, 2 * Slab.CAPACITY, 5 * Slab.CAPACITY + 4711
            })
    default void appendedBytesShouldBeReadBack(int size) {
        byte[] bytes = randomBytes(size);

        assertThat(read(store(bytes), size)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {4093, 65_537, 1_000_003, Slab.CAPACITY - 1})
    default void slabsShouldNotNeedToFillChunks(int slabLength) {
        byte[] bytes = randomBytes(3 * Slab.CAPACITY + 1);
        ContentId id = ContentId.random();
        long epoch = one(testee().create(id, LEASE)).epoch();
        CountedSlabs slabs = new CountedSlabs();

        long size = one(testee().append(id, epoch, 0, slabs.of(bytes, slabLength, 1, 31)));

        assertThat(size).isEqualTo(bytes.length);
        slabs.awaitAllReleased();
        done(testee().seal(id, epoch, describe(bytes)));
        assertThat(read(id, size)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, Slab.CAPACITY - 1, Slab.CAPACITY, Slab.CAPACITY + 1})
    default void appendsShouldGoOnWhereTheLastOneEnded(int pieceLength) {
        byte[] bytes = randomBytes(4 * pieceLength + 1);
        ContentId id = ContentId.random();
        long epoch = one(testee().create(id, LEASE)).epoch();
        CountedSlabs slabs = new CountedSlabs();

        for (int from = 0; from < bytes.length; from += pieceLength) {
            int to = Math.min(bytes.length, from + pieceLength);
            byte[] piece = Arrays.copyOfRange(bytes, from, to);
            assertThat(one(testee().append(id, epoch, from, slabs.of(piece)))).isEqualTo(to);
        }

        slabs.awaitAllReleased();
        done(testee().seal(id, epoch, describe(bytes)));
        assertThat(read(id, bytes.length)).isEqualTo(bytes);
    }

    @Test
    default void appendOfNothingShouldTellTheSize() {
        ContentId id = ContentId.random();
        Claim claim = begin(id, randomBytes(77));

        assertThat(one(testee().append(id, claim.epoch(), 77, Flux.empty()))).isEqualTo(77);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 99, 101, Slab.CAPACITY, Long.MAX_VALUE})
    default void appendElsewhereThanAtTheEndShouldChangeNothing(long offset) {
        ContentId id = ContentId.random();
        byte[] bytes = randomBytes(100);
        Claim claim = begin(id, bytes);
        CountedSlabs slabs = new CountedSlabs();

        assertThatThrownBy(() -> done(testee().append(id, claim.epoch(), offset, slabs.of(randomBytes(5000)))))
                .isInstanceOfSatisfying(
                        OffsetMismatchException.class,
                        mismatch -> assertThat(mismatch.actual()).isEqualTo(100));

        slabs.awaitAllReleased();
        done(testee().seal(id, claim.epoch(), describe(bytes)));
        assertThat(read(id, 100)).isEqualTo(bytes);
    }

    @Test
    default void appendShouldFailWhenContentDoesNotExist() {
        CountedSlabs slabs = new CountedSlabs();

        assertThatThrownBy(() -> done(testee().append(ContentId.random(), 1, 0, slabs.of(randomBytes(10)))))
                .isInstanceOf(NoSuchContentException.class);
        slabs.awaitAllReleased();
    }

    @Test
    default void appendShouldFailWhenContentIsSealed() {
        ContentId id = ContentId.random();
        byte[] bytes = randomBytes(10);
        long epoch = begin(id, bytes).epoch();
        done(testee().seal(id, epoch, describe(bytes)));
        CountedSlabs slabs = new CountedSlabs();

        assertThatThrownBy(() -> done(testee().append(id, epoch, 10, slabs.of(randomBytes(10)))))
                .isInstanceOf(NoSuchContentException.class);
        slabs.awaitAllReleased();
        assertThat(read(id, 10)).isEqualTo(bytes);
    }
}
