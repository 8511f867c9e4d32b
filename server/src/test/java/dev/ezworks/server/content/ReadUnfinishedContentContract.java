package dev.ezworks.server.content;

import static dev.ezworks.server.Await.all;
import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.one;
import static dev.ezworks.server.content.ContentStoreFixture.bytesOf;
import static dev.ezworks.server.content.ContentStoreFixture.describe;
import static dev.ezworks.server.content.ContentStoreFixture.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.server.Await;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.test.StepVerifier;

/** Reading back what unfinished content consists of so far. */
public interface ReadUnfinishedContentContract extends ContentStoreFixture {
    /** Of the content that is read back: two chunks and a short one. */
    int PRESENT = 2 * Slab.CAPACITY + 1000;

    @ParameterizedTest(name = "{0}: {1} bytes from {2}")
    @CsvSource({
        "everything, 2098152, 0",
        "nothing, 0, 0",
        "nothing at the end, 0, 2098152",
        "the first chunk, 1048576, 0",
        "the last byte, 1, 2098151",
        "two bytes across chunks, 2, 1048575",
        "the short last chunk, 1000, 2097152",
        "a part of the last chunk, 998, 2097153"
    })
    default void readUnfinishedShouldGiveExactlyTheRange(String what, int length, int offset) {
        ContentId id = ContentId.random();
        byte[] bytes = randomBytes(PRESENT);
        long epoch = begin(id, bytes).epoch();

        assertThat(readUnfinished(id, epoch, new ByteRange(offset, length)))
                .as(what)
                .isEqualTo(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Test
    default void readUnfinishedShouldGiveWhatManyAppendsAndATruncationLeft() {
        ContentId id = ContentId.random();
        byte[] bytes = randomBytes(PRESENT);
        long epoch = one(testee().create(id, LEASE)).epoch();
        int[] ends = {700, Slab.CAPACITY + 5, Slab.CAPACITY + 6, PRESENT};
        int from = 0;
        for (int end : ends) {
            done(testee().append(id, epoch, from, new CountedSlabs().of(Arrays.copyOfRange(bytes, from, end))));
            from = end;
        }
        assertThat(readUnfinished(id, epoch, ByteRange.whole(PRESENT))).isEqualTo(bytes);

        done(testee().truncate(id, epoch, Slab.CAPACITY + 3));

        Claim claim = one(testee().claim(id, LEASE));
        assertThat(readUnfinished(id, claim.epoch(), ByteRange.whole(claim.size())))
                .isEqualTo(Arrays.copyOf(bytes, Slab.CAPACITY + 3));
    }

    @Test
    default void readUnfinishedShouldGiveNothingOfEmptyContent() {
        ContentId id = ContentId.random();
        long epoch = one(testee().create(id, LEASE)).epoch();

        assertThat(readUnfinished(id, epoch, ByteRange.whole(0))).isEmpty();
    }

    @Test
    default void readUnfinishedShouldGiveNoMoreThanIsAskedFor() {
        ContentId id = ContentId.random();
        long epoch = begin(id, randomBytes(PRESENT)).epoch();

        StepVerifier.create(testee().readUnfinished(id, epoch, ByteRange.whole(PRESENT)), 1)
                .expectNextCount(1)
                .thenRequest(1)
                .expectNextCount(1)
                .thenCancel()
                .verify(Await.TIMEOUT);
    }

    @Test
    default void readUnfinishedShouldFailBeyondTheEnd() {
        ContentId id = ContentId.random();
        long epoch = begin(id, randomBytes(1000)).epoch();

        assertThatThrownBy(() -> readUnfinished(id, epoch, new ByteRange(999, 2)))
                .isInstanceOfSatisfying(
                        OffsetMismatchException.class,
                        mismatch -> assertThat(mismatch.actual()).isEqualTo(1000));
    }

    @Test
    default void readUnfinishedShouldBeRefusedWhenItsClaimIsOvertaken() {
        ContentId id = ContentId.random();
        byte[] bytes = randomBytes(1000);
        long stale = begin(id, bytes).epoch();
        Claim claim = one(testee().claim(id, LEASE));

        assertThatThrownBy(() -> readUnfinished(id, stale, ByteRange.whole(1000)))
                .isInstanceOf(StaleClaimException.class);
        assertThat(readUnfinished(id, claim.epoch(), ByteRange.whole(1000))).isEqualTo(bytes);
    }

    @Test
    default void readUnfinishedShouldFailWhenThereIsNothingUnfinished() {
        ContentId id = ContentId.random();
        byte[] bytes = randomBytes(10);
        long epoch = begin(id, bytes).epoch();
        done(testee().seal(id, epoch, describe(bytes)));

        assertThatThrownBy(() -> readUnfinished(id, epoch, ByteRange.whole(10)))
                .isInstanceOf(NoSuchContentException.class);
        assertThatThrownBy(() -> readUnfinished(ContentId.random(), 1, ByteRange.whole(0)))
                .isInstanceOf(NoSuchContentException.class);
    }

    private byte[] readUnfinished(ContentId id, long epoch, ByteRange range) {
        return bytesOf(all(testee().readUnfinished(id, epoch, range)));
    }
}
