package dev.ezworks.server.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.ezworks.api.Sha256;
import dev.ezworks.server.Await;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.StorageFullException;
import dev.ezworks.server.testing.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

class ResumableUploadsTest extends ResumableUploadsFixture {
    @Test
    void pieceThatDoesNotMatchItsChecksumShouldBeDropped() {
        UploadId id = begin(BYTES.length);
        append(id, piece(0, firstHalf()));
        Checksum other =
                new Checksum(Checksum.Algorithm.SHA256, Sha256.of(BYTES).bytes());

        assertThatThrownBy(() -> append(id, piece(HALF, buffers(secondHalf()), Optional.empty(), Optional.of(other))))
                .isInstanceOf(ChecksumMismatchException.class);

        assertThat(offset(id)).isEqualTo(HALF);
        Checksum right =
                new Checksum(Checksum.Algorithm.SHA256, Sha256.of(secondHalf()).bytes());
        append(id, piece(HALF, buffers(secondHalf()), Optional.empty(), Optional.of(right)));
        assertPublishedOnce();
    }

    @Test
    void brokenPieceWithAChecksumShouldBeDropped() {
        UploadId id = begin(BYTES.length);
        append(id, piece(0, firstHalf()));
        Flux<DataBuffer> broken = Flux.concat(buffers(secondHalf()), Flux.error(new IllegalStateException("broken")));
        Checksum checksum =
                new Checksum(Checksum.Algorithm.SHA256, Sha256.of(secondHalf()).bytes());

        assertThatThrownBy(() -> append(id, piece(HALF, broken, Optional.empty(), Optional.of(checksum))))
                .hasMessage("broken");

        assertThat(offset(id)).isEqualTo(HALF);
        append(id, piece(HALF, secondHalf()));
        assertPublishedOnce();
    }

    @Test
    void pieceWithAChecksumShouldNotBeTooLarge() {
        UploadId id = begin(LIMIT);
        Checksum checksum =
                new Checksum(Checksum.Algorithm.SHA256, Sha256.of(BYTES).bytes());
        Piece large = new Piece(
                0,
                Optional.of(UploadLimits.VERIFIED_PIECE + 1),
                Optional.empty(),
                Optional.empty(),
                Optional.of(checksum),
                arrived -> Flux.empty());

        assertThatThrownBy(() -> append(id, large)).isInstanceOf(PieceTooLargeException.class);
    }

    @Test
    void lengthMayComeLater() {
        UploadId id = begin(Optional.empty());
        append(id, piece(0, firstHalf()));
        assertThat(listed()).isZero();

        append(
                id,
                new Piece(
                        HALF,
                        Optional.empty(),
                        Optional.of((long) BYTES.length),
                        Optional.empty(),
                        Optional.empty(),
                        arrived -> new SlabFlux(buffers(secondHalf()), budget, HALF)));

        assertPublishedOnce();
    }

    @Test
    void bytesBeyondTheLengthShouldBeRefused() {
        UploadId id = begin(HALF);

        assertThatThrownBy(() -> append(id, piece(0, BYTES))).isInstanceOf(UploadLengthException.class);

        assertThat(listed()).isZero();
    }

    @Test
    void creationWhoseFirstPieceBreaksShouldLeaveNothing() {
        NewUpload wanted = wanted(BYTES.length);
        Flux<DataBuffer> broken = Flux.concat(buffers(firstHalf()), Flux.error(new IllegalStateException("broken")));
        Piece first = piece(0, broken, Optional.empty(), Optional.empty());

        assertThatThrownBy(() -> Await.one(uploads.create(SESSION, wanted, Optional.of(first))))
                .hasMessage("broken");

        assertThat(contents.count()).isZero();
        assertThat(Await.one(store.countUnfinished(BO, clock.instant()))).isZero();
    }

    @Test
    void creationThatIsNotWhatItsDigestSaysShouldLeaveNothingAndBeNoMatterForAWarning() {
        Logger log = (Logger) LoggerFactory.getLogger(ResumableUploads.class);
        ListAppender<ILoggingEvent> warnings = new ListAppender<>();
        warnings.start();
        log.addAppender(warnings);
        Piece first = piece(0, buffers(BYTES), Optional.of(Sha256.of(firstHalf())), Optional.empty());

        assertThatThrownBy(() -> Await.one(uploads.create(SESSION, wanted(BYTES.length), Optional.of(first))))
                .isInstanceOf(DigestMismatchException.class);

        log.detachAppender(warnings);
        assertThat(warnings.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
        assertThat(contents.count()).isZero();
    }

    @Test
    void uploadShouldExpireAfterItsLastByte() {
        UploadId id = begin(BYTES.length);
        clock.advance(EXPIRY.minusSeconds(1));
        append(id, piece(0, firstHalf()));
        clock.advance(EXPIRY.minusSeconds(1));
        assertThat(offset(id)).isEqualTo(HALF);

        clock.advance(Duration.ofSeconds(1));

        assertThatThrownBy(() -> offset(id)).isInstanceOf(NoSuchUploadException.class);
        assertThatThrownBy(() -> append(id, piece(HALF, secondHalf()))).isInstanceOf(NoSuchUploadException.class);
    }

    @Test
    void uploadShouldExpireAfterTheLastByteOfAPieceThatTookLongAndBroke() {
        UploadId id = begin(BYTES.length);
        Flux<DataBuffer> broken = Flux.concat(
                buffers(firstHalf()).doOnComplete(() -> clock.advance(Duration.ofDays(2))),
                Flux.error(new IllegalStateException("broken")));

        assertThatThrownBy(() -> append(id, piece(0, broken, Optional.empty(), Optional.empty())))
                .hasMessage("broken");

        clock.advance(EXPIRY.minusSeconds(1));
        assertThat(offset(id)).isEqualTo(HALF);
    }

    @Test
    void uploadShouldExpireAfterTheLastByteOfAPieceThatTookLongAndWasCancelled() {
        UploadId id = begin(BYTES.length);
        Flux<DataBuffer> stalled = Flux.concat(buffers(firstHalf()), Flux.never());
        CompletableFuture<?> append = uploads.append(SESSION, id, piece(0, stalled, Optional.empty(), Optional.empty()))
                .toFuture();
        await().atMost(Await.TIMEOUT).until(() -> !transfers.all().isEmpty());
        clock.advance(Duration.ofDays(2));

        append.cancel(true);

        Instant expiry = clock.instant().plus(EXPIRY);
        await().atMost(Await.TIMEOUT)
                .untilAsserted(
                        () -> assertThat(Await.one(store.find(id)).expiresAt()).isEqualTo(expiry));
    }

    @Test
    void lostBytesShouldEndTheUpload() {
        UploadId id = begin(BYTES.length);
        append(id, piece(0, firstHalf()));
        Await.done(contents.delete(Await.one(store.find(id)).content()));

        assertThatThrownBy(() -> offset(id)).isInstanceOf(NoSuchUploadException.class);

        assertThat(Await.maybe(store.find(id))).isEmpty();
    }

    @Test
    void deletedUploadShouldLeaveNothing() {
        UploadId id = begin(BYTES.length);
        append(id, piece(0, firstHalf()));

        Await.done(uploads.delete(SESSION, id));

        assertThat(contents.count()).isZero();
        assertThat(Await.maybe(store.find(id))).isEmpty();
    }

    @Test
    void whatIsBeingDeletedShouldNotBecomeAFile() {
        UploadId id = whole();
        Runnable ask = () -> Await.maybe(uploads.status(SESSION, id).onErrorComplete());
        ResumableUploads stalling = uploads(Faults.after(ContentStore.class, contents, "delete", ask), files, store);

        Await.done(stalling.delete(SESSION, id));

        assertThat(listed()).isZero();
        assertThat(contents.count()).isZero();
    }

    @Test
    void deletionThatIsOvertakenShouldLeaveTheFile() {
        UploadId id = whole();
        ResumableUploads stalling = uploads(
                contents,
                files,
                Faults.after(UploadStore.class, store, "drop", () -> Await.one(uploads.status(SESSION, id))));

        assertThatThrownBy(() -> Await.done(stalling.delete(SESSION, id))).isInstanceOf(UploadTakenOverException.class);

        assertPublishedOnce();
    }

    @Test
    void bytesOfADeletionThatBrokeOffShouldBeLeftToTheSweep() {
        UploadId id = whole();
        ResumableUploads broken = uploads(Faults.failing(ContentStore.class, contents, "delete", gone), files, store);

        assertThatThrownBy(() -> Await.done(broken.delete(SESSION, id))).isSameAs(gone);

        assertThatThrownBy(() -> offset(id)).isInstanceOf(NoSuchUploadException.class);
        clock.advance(EXPIRY.multipliedBy(2));
        assertThat(Await.one(contents.expired().count())).isEqualTo(1);
    }

    @Test
    void deletedUploadThatWasPublishedShouldLeaveItsFile() {
        UploadId id = begin(BYTES.length);
        append(id, piece(0, BYTES));

        Await.done(uploads.delete(SESSION, id));

        assertPublishedOnce();
    }

    @Test
    void accountShouldHaveSoManyUnfinishedUploadsAndNoMore() {
        NewUpload wanted = wanted(1);
        for (int i = 0; i < UploadLimits.UNFINISHED; i++) {
            Await.done(store.create(Upload.begin(BO, wanted, clock.instant().plus(EXPIRY))));
        }

        assertThatThrownBy(() -> begin(1)).isInstanceOf(TooManyUploadsException.class);

        clock.advance(EXPIRY.plusMillis(1));
        begin(1);
    }

    @Test
    void uploadShouldNotBeginWithoutRoom() {
        contents.limitTo(1000);
        assertThatThrownBy(() -> begin(1001)).isInstanceOf(StorageFullException.class);
        assertThat(contents.count()).isZero();
    }
}
