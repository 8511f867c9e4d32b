package dev.ezworks.server.content;

import static dev.ezworks.server.Await.one;
import static dev.ezworks.server.content.ContentStoreFixture.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.server.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Reading sealed content, whole and in part. */
public interface ReadContentContract extends ContentStoreFixture {
    /** Of the content whose ranges are read: three chunks and a short one. */
    int SIZE = 3 * Slab.CAPACITY + 3;

    @ParameterizedTest(name = "{0}: {1} bytes from {2}")
    @CsvSource({
        "everything, 3145731, 0",
        "nothing at the start, 0, 0",
        "nothing in the middle, 0, 1048576",
        "nothing at the end, 0, 3145731",
        "the first byte, 1, 0",
        "the last byte, 1, 3145730",
        "the last byte of a chunk, 1, 1048575",
        "the first byte of a chunk, 1, 1048576",
        "two bytes across chunks, 2, 1048575",
        "exactly one chunk, 1048576, 1048576",
        "a chunk and a byte on each side, 1048578, 1048575",
        "a part of one chunk, 1000, 5000",
        "all but the first byte, 3145730, 1",
        "all but the last byte, 3145730, 0",
        "the short last chunk, 3, 3145728",
        "over the short last chunk, 4, 3145727"
    })
    default void readShouldGiveExactlyTheRange(String what, int length, int offset) {
        byte[] bytes = randomBytes(SIZE);
        ContentId id = store(bytes);

        assertThat(read(id, new ByteRange(offset, length)))
                .as(what)
                .isEqualTo(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Test
    default void readShouldFailWhenContentDoesNotExist() {
        assertThatThrownBy(() -> read(ContentId.random(), 0)).isInstanceOf(NoSuchContentException.class);
        assertThatThrownBy(() -> read(ContentId.random(), 10)).isInstanceOf(NoSuchContentException.class);
    }

    @Test
    default void readShouldFailWhenContentIsUnfinished() {
        ContentId id = ContentId.random();
        begin(id, randomBytes(Slab.CAPACITY + 1));

        assertThatThrownBy(() -> read(id, 1)).isInstanceOf(NoSuchContentException.class);
        assertThatThrownBy(() -> one(testee().length(id))).isInstanceOf(NoSuchContentException.class);
        assertThat(testee().file(id, Slab.CAPACITY + 1)).isEmpty();
    }

    @Test
    default void readShouldGiveNoMoreThanIsAskedFor() {
        ContentId id = store(randomBytes(SIZE));

        StepVerifier.create(testee().read(id, ByteRange.whole(SIZE)), 1)
                .expectNextCount(1)
                .thenRequest(1)
                .expectNextCount(1)
                .thenCancel()
                .verify(Await.TIMEOUT);
    }

    @Test
    default void manyReadersShouldNotDisturbEachOther() {
        byte[] bytes = randomBytes(SIZE);
        ContentId id = store(bytes);

        StepVerifier.create(Flux.range(0, 8)
                        .flatMap(reader -> testee().read(id, new ByteRange(reader, SIZE - reader))
                                .reduce(0L, (sum, buffer) -> sum + sumOf(buffer))
                                .map(sum -> sum == sumOf(ByteBuffer.wrap(bytes, reader, SIZE - reader))))
                        .all(right -> right))
                .expectNext(true)
                .expectComplete()
                .verify(Await.TIMEOUT);
    }

    @Test
    default void fileShouldHoldExactlyTheSealedContent() {
        byte[] bytes = randomBytes(12_345);

        assertThat(testee().file(store(bytes), bytes.length).map(ReadContentContract::bytesOf))
                .satisfiesAnyOf(
                        file -> assertThat(file).isEmpty(),
                        file -> assertThat(file)
                                .hasValueSatisfying(held -> assertThat(held).isEqualTo(bytes)));
    }

    @Test
    default void lengthShouldBeThatOfTheSealedBytes() {
        for (int size : new int[] {0, 1, Slab.CAPACITY, SIZE}) {
            assertThat(one(testee().length(store(randomBytes(size))))).isEqualTo(size);
        }
    }

    @Test
    default void lengthShouldFailWhenContentDoesNotExist() {
        assertThatThrownBy(() -> one(testee().length(ContentId.random()))).isInstanceOf(NoSuchContentException.class);
    }

    private static byte[] bytesOf(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long sumOf(ByteBuffer buffer) {
        long sum = 0;
        while (buffer.hasRemaining()) {
            sum += buffer.get();
        }
        return sum;
    }
}
