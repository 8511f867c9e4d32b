package dev.ezworks.server.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.server.Await;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

/** No file is larger than the server takes, however late that shows. */
class UploadSizeTest extends ResumableUploadsFixture {
    @Test
    void tooLargeAnUploadShouldNotBegin() {
        assertThatThrownBy(() -> begin(LIMIT + 1)).isInstanceOf(FileTooLargeException.class);
        assertThat(contents.count()).isZero();
    }

    @Test
    void uploadOfUnknownLengthShouldNotGrowBeyondTheLimit() {
        ResumableUploads limited = limitedTo(HALF);
        UploadId id = begin(Optional.empty());

        assertThatThrownBy(() -> Await.one(limited.append(SESSION, id, piece(0, BYTES))))
                .isInstanceOf(FileTooLargeException.class);

        assertThat(Await.one(limited.status(SESSION, id)).offset()).isLessThanOrEqualTo(HALF);
    }

    @Test
    void uploadOfUnknownLengthMayGrowToTheLimit() {
        ResumableUploads limited = limitedTo(BYTES.length);
        UploadId id = begin(Optional.empty());

        Await.one(limited.append(SESSION, id, piece(0, BYTES)));
        Await.one(limited.append(SESSION, id, lastPiece(BYTES.length, BYTES.length, new byte[0])));

        assertPublishedOnce();
    }

    @Test
    void lengthThatIsToldLaterShouldBeWithinTheLimit() {
        ResumableUploads limited = limitedTo(BYTES.length - 1);
        UploadId id = begin(Optional.empty());
        append(id, piece(0, firstHalf()));

        assertThatThrownBy(() -> Await.one(
                        limited.append(SESSION, id, lastPiece(HALF, BYTES.length, Arrays.copyOf(secondHalf(), 1000)))))
                .isInstanceOf(FileTooLargeException.class);

        assertThat(Await.one(store.find(id)).length()).isEmpty();
        assertThat(offset(id)).isEqualTo(HALF);
    }

    @Test
    void limitThatWasLoweredMeanwhileShouldHoldInTheEnd() {
        UploadId id = begin(BYTES.length);
        append(id, piece(0, firstHalf()));
        ResumableUploads limited = limitedTo(BYTES.length - 1);

        assertThatThrownBy(() -> Await.one(limited.append(SESSION, id, piece(HALF, secondHalf()))))
                .isInstanceOf(FileTooLargeException.class);
        assertThatThrownBy(() -> Await.one(limited.status(SESSION, id))).isInstanceOf(FileTooLargeException.class);

        assertThat(listed()).isZero();
    }

    /** The piece that tells the length. */
    private Piece lastPiece(long offset, long length, byte[] bytes) {
        Flux<DataBuffer> buffers = buffers(bytes);
        return new Piece(
                offset,
                Optional.of((long) bytes.length),
                Optional.of(length),
                Optional.empty(),
                Optional.empty(),
                arrived -> new SlabFlux(buffers.doOnNext(buffer -> arrived.run()), budget, offset));
    }
}
