package dev.ezworks.server.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ezworks.api.Sha256;
import dev.ezworks.server.Await;
import dev.ezworks.server.content.ByteRange;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.testing.Faults;
import dev.ezworks.server.transfers.TransferEndedException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What ends a request: a broken line, a newer request, the end of the server. */
class OvertakenRequestTest extends ResumableUploadsFixture {
    @Test
    void bytesOfABrokenConnectionShouldBeKept() {
        UploadId id = begin(BYTES.length);
        Flux<DataBuffer> broken = Flux.concat(buffers(firstHalf()), Flux.error(new IllegalStateException("broken")));

        assertThatThrownBy(() -> append(id, piece(0, broken, Optional.empty(), Optional.empty())))
                .hasMessage("broken");

        assertThat(offset(id)).isEqualTo(HALF);
    }

    @ParameterizedTest
    @ValueSource(ints = {HALF, 2_500_000})
    void bytesOfAPieceWhoseEndFailsShouldBeMadeDurable(int length) {
        UploadId id = begin(BYTES.length);
        ResumableUploads broken = uploads(
                contents,
                files,
                Faults.failing(
                        UploadStore.class, Faults.failing(UploadStore.class, store, "extend", gone), "arrived", gone));

        assertThatThrownBy(() -> Await.one(broken.append(SESSION, id, piece(0, Arrays.copyOf(BYTES, length)))))
                .isSameAs(gone);

        assertThat(contents.countUnsynced()).isZero();
    }

    @Test
    void bytesOfAPieceThatIsCancelledAtItsEndShouldBeMadeDurable() {
        UploadId id = begin(BYTES.length);
        ResumableUploads silent = uploads(contents, files, Faults.silentAfter(UploadStore.class, store, "extend"));
        CompletableFuture<?> append =
                silent.append(SESSION, id, piece(0, firstHalf())).toFuture();
        await().atMost(Await.TIMEOUT).until(() -> contents.countUnsynced() == 1);

        append.cancel(true);

        await().atMost(Await.TIMEOUT).until(() -> contents.countUnsynced() == 0);
        assertThat(offset(id)).isEqualTo(HALF);
    }

    @Test
    void askingShouldEndAStalledPieceAndKeepItsBytes() {
        UploadId id = begin(BYTES.length);
        Flux<DataBuffer> stalled = Flux.concat(buffers(Arrays.copyOf(BYTES, 2 << 20)), Flux.never());
        CompletableFuture<?> first = uploads.append(SESSION, id, piece(0, stalled, Optional.empty(), Optional.empty()))
                .toFuture();
        await().atMost(Await.TIMEOUT)
                .until(() -> transfers.all().stream().anyMatch(transfer -> transfer.bytes() >= 1 << 20));

        long offset = offset(id);

        assertThat(first)
                .failsWithin(Await.TIMEOUT)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(UploadTakenOverException.class);
        append(id, piece(offset, Arrays.copyOfRange(BYTES, (int) offset, BYTES.length)));
        assertPublishedOnce();
    }

    @Test
    void ofTwoPiecesAtOneOffsetTheOneThatMovesShouldGetThrough() {
        UploadId id = begin(BYTES.length);
        Flux<DataBuffer> slowly = buffers(BYTES).delayElements(Duration.ofMillis(5));
        CompletableFuture<?> first = uploads.append(SESSION, id, piece(0, slowly, Optional.empty(), Optional.empty()))
                .toFuture();
        await().atMost(Await.TIMEOUT).until(() -> !transfers.all().isEmpty());

        assertThatThrownBy(() -> append(id, piece(0, BYTES))).isInstanceOf(UploadOffsetException.class);

        assertThat(first).succeedsWithin(Await.TIMEOUT);
        assertPublishedOnce();
    }

    @Test
    void pieceThatStandsStillShouldBeTakenOverByTheNext() {
        UploadId id = begin(BYTES.length);
        CompletableFuture<?> first = uploads.append(
                        SESSION, id, piece(0, Flux.never(), Optional.empty(), Optional.empty()))
                .toFuture();
        await().atMost(Await.TIMEOUT).until(() -> !transfers.all().isEmpty());

        append(id, piece(0, BYTES));

        assertThat(first).failsWithin(Await.TIMEOUT);
        assertPublishedOnce();
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1299999, false", "2500001, false", "0, true", "1299999, true"})
    void pieceThatCanOnlyBeWrongShouldNotEndTheOneThatMovesOnAnotherServer(long offset, boolean verified) {
        UploadId id = begin(BYTES.length);
        append(id, piece(0, firstHalf()));
        Optional<Checksum> checksum = verified ? Optional.of(sha256(secondHalf())) : Optional.empty();
        Sinks.Empty<DataBuffer> end = Sinks.empty();
        Flux<DataBuffer> open = buffers(secondHalf()).concatWith(end.asMono());
        CompletableFuture<?> moving =
                running(uploads.append(SESSION, id, piece(HALF, open, Optional.empty(), checksum)));

        assertThatThrownBy(() -> Await.one(anotherServer().append(SESSION, id, piece(offset, new byte[1]))))
                .isInstanceOf(UploadOffsetException.class);

        end.tryEmitEmpty();
        assertThat(moving).succeedsWithin(Await.TIMEOUT);
        assertPublishedOnce();
    }

    @Test
    void bytesThatWereNeverVerifiedShouldNotMakeTheNextPieceWrong() {
        UploadId id = begin(BYTES.length);
        append(id, piece(0, firstHalf()));
        Flux<DataBuffer> broken = Flux.concat(buffers(secondHalf()), Flux.error(new IllegalStateException("broken")));
        assertThatThrownBy(() -> append(id, piece(HALF, broken, Optional.empty(), Optional.of(sha256(BYTES)))))
                .hasMessage("broken");

        Await.one(anotherServer().append(SESSION, id, piece(HALF, secondHalf())));

        assertPublishedOnce();
    }

    private ResumableUploads anotherServer() {
        return uploads(contents, files, store);
    }

    private static Checksum sha256(byte[] bytes) {
        return new Checksum(Checksum.Algorithm.SHA256, Sha256.of(bytes).bytes());
    }

    /** A server that has begun to read bytes again never comes to their end. */
    private ResumableUploads endlesslyReading() {
        ContentStore endless = Faults.silentFor(
                ContentStore.class,
                contents,
                "readUnfinished",
                argument -> argument instanceof ByteRange range && range.length() > 0);
        return uploads(endless, files, store);
    }

    private CompletableFuture<?> running(Mono<?> request) {
        CompletableFuture<?> future = request.toFuture();
        await().atMost(Await.TIMEOUT).until(() -> !transfers.all().isEmpty());
        return future;
    }

    private static void assertFails(CompletableFuture<?> request, Class<? extends Exception> reason) {
        assertThat(request)
                .failsWithin(Await.TIMEOUT)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(reason);
    }

    @Test
    void askingAgainShouldEndTheCompletionThatTheFirstBegan() {
        UploadId id = whole();
        ResumableUploads reading = endlesslyReading();
        CompletableFuture<?> first = running(reading.status(SESSION, id));

        CompletableFuture<?> second = running(reading.status(SESSION, id));

        assertFails(first, UploadTakenOverException.class);
        await().atMost(Await.TIMEOUT).until(() -> transfers.all().size() == 1);
        second.cancel(true);
        assertThat(offset(id)).isEqualTo(BYTES.length);
        assertPublishedOnce();
    }

    @Test
    void deletionShouldEndACompletion() {
        UploadId id = whole();
        ResumableUploads reading = endlesslyReading();
        CompletableFuture<?> asking = running(reading.status(SESSION, id));

        Await.done(reading.delete(SESSION, id));

        assertFails(asking, UploadTakenOverException.class);
    }

    @Test
    void completionByAnotherServerShouldEndTheOneHere() {
        UploadId id = whole();
        CompletableFuture<?> here = running(endlesslyReading().status(SESSION, id));

        assertThat(offset(id)).isEqualTo(BYTES.length);

        assertFails(here, UploadTakenOverException.class);
        assertPublishedOnce();
    }

    @Test
    void endOfTheServerShouldEndACompletion() {
        UploadId id = whole();
        CompletableFuture<?> asking = running(endlesslyReading().status(SESSION, id));

        transfers.endAll();

        assertFails(asking, TransferEndedException.class);
    }

    @Test
    void endOfTheServerShouldEndTheCompletionByTheLastPiece() {
        UploadId id = begin(BYTES.length);
        append(id, piece(0, firstHalf()));
        CompletableFuture<?> last = endlesslyReading()
                .append(SESSION, id, piece(HALF, secondHalf()))
                .toFuture();
        // The bytes have come, the rest has to be read again.
        await().atMost(Await.TIMEOUT).until(() -> contents.countUnsynced() == 1);

        transfers.endAll();

        assertFails(last, TransferEndedException.class);
    }

    @Test
    void pieceShouldNotEndACompletion() {
        UploadId id = whole();
        ResumableUploads reading = endlesslyReading();
        CompletableFuture<?> asking = running(reading.status(SESSION, id));

        assertThatThrownBy(() -> Await.one(reading.append(SESSION, id, piece(BYTES.length, new byte[0]))))
                .isInstanceOf(UploadOffsetException.class);

        assertThat(asking).isNotDone();
        asking.cancel(true);
    }

    @Test
    void askingShouldEndAnEmptyPieceThatStalls() {
        UploadId id = whole();
        CompletableFuture<?> stalled = running(
                uploads.append(SESSION, id, piece(BYTES.length, Flux.never(), Optional.empty(), Optional.empty())));

        assertThat(offset(id)).isEqualTo(BYTES.length);

        assertFails(stalled, UploadTakenOverException.class);
        assertPublishedOnce();
    }

    @Test
    void endOfTheServerShouldEndAnEmptyPieceThatStalls() {
        UploadId id = whole();
        CompletableFuture<?> stalled = running(
                uploads.append(SESSION, id, piece(BYTES.length, Flux.never(), Optional.empty(), Optional.empty())));

        transfers.endAll();

        assertFails(stalled, TransferEndedException.class);
    }

    @Test
    void pieceThatComesAfterAClaimShouldNotBeEndedByIt() {
        UploadId id = begin(BYTES.length);
        Sinks.Empty<DataBuffer> end = Sinks.empty();
        Flux<DataBuffer> open = buffers(BYTES).concatWith(end.asMono());
        AtomicReference<ResumableUploads> here = new AtomicReference<>(uploads);
        CompletableFuture<UploadStatus> piece = new CompletableFuture<>();
        AtomicInteger looks = new AtomicInteger();
        Runnable whenClaimed = () -> {
            // Whoever takes an upload over looks at it before the claim and after it.
            if (looks.incrementAndGet() == 2) {
                here.get()
                        .append(SESSION, id, piece(0, open, Optional.empty(), Optional.empty()))
                        .subscribe(piece::complete, piece::completeExceptionally);
            }
        };
        here.set(uploads(contents, files, Faults.after(UploadStore.class, store, "find", whenClaimed)));

        Await.one(here.get().status(SESSION, id));
        end.tryEmitEmpty();

        assertThat(piece).succeedsWithin(Await.TIMEOUT);
        assertPublishedOnce();
    }
}
