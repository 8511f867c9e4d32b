package dev.ezworks.server.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.api.Sha256;
import dev.ezworks.server.Await;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.StoreUnavailableException;
import dev.ezworks.server.files.AlreadyPublishedException;
import dev.ezworks.server.files.FileStore;
import dev.ezworks.server.files.PreconditionFailedException;
import dev.ezworks.server.session.InvalidTokenException;
import dev.ezworks.server.testing.Faults;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** From the last byte to the file, whatever breaks in between. */
class UploadCompletionTest extends ResumableUploadsFixture {
    /** A server on which whatever has this name is done, and fails then. */
    private ResumableUploads failingAfter(String method) {
        return uploads(
                Faults.failingAfter(ContentStore.class, contents, method, gone),
                Faults.failingAfter(FileStore.class, files, method, gone),
                Faults.failingAfter(UploadStore.class, store, method, gone));
    }

    private void appendAllWith(ResumableUploads broken, UploadId id) {
        Await.maybe(broken.append(SESSION, id, piece(0, BYTES)).onErrorComplete());
    }

    @ParameterizedTest
    @ValueSource(strings = {"arrived", "published", "seal", "publish"})
    void whatBrokeOffBeforeAnyStepShouldBeCompletedByTheNextRequest(String method) {
        UploadId id = begin(BYTES.length);
        appendAllWith(
                uploads(
                        Faults.failing(ContentStore.class, contents, method, gone),
                        Faults.failing(FileStore.class, files, method, gone),
                        Faults.failing(UploadStore.class, store, method, gone)),
                id);

        assertThat(offset(id)).isEqualTo(BYTES.length);
        assertPublishedOnce();
    }

    @ParameterizedTest
    @ValueSource(strings = {"arrived", "published", "seal", "settle", "publish"})
    void whatBrokeOffAfterAnyStepShouldBeCompletedByTheNextRequest(String method) {
        UploadId id = begin(BYTES.length);
        appendAllWith(failingAfter(method), id);

        assertThat(offset(id)).isEqualTo(BYTES.length);
        assertPublishedOnce();
    }

    @ParameterizedTest
    @ValueSource(strings = {"arrived", "seal", "publish"})
    void emptyPieceShouldCompleteWhatBrokeOff(String method) {
        UploadId id = begin(BYTES.length);
        appendAllWith(failingAfter(method), id);

        append(id, piece(BYTES.length, new byte[0]));

        assertPublishedOnce();
    }

    @Test
    void wholeUploadShouldTakeNoMoreBytes() {
        UploadId id = begin(BYTES.length);
        append(id, piece(0, BYTES));

        assertThatThrownBy(() -> append(id, piece(BYTES.length, new byte[1])))
                .isInstanceOf(UploadLengthException.class);

        assertPublishedOnce();
    }

    @Test
    void contentThatCannotBeSettledShouldBeLeftToTheSweep() {
        UploadId id = begin(BYTES.length);

        UploadStatus status =
                Await.one(uploads(Faults.failing(ContentStore.class, contents, "settle", gone), files, store)
                        .append(SESSION, id, piece(0, BYTES)));

        assertThat(status.upload().published()).isTrue();
        assertThat(published().sha256()).isEqualTo(Sha256.of(BYTES));
        assertThat(contents.countSettled()).isZero();
    }

    @Test
    void publishedUploadShouldNotAppearAgainWhenItsFileWasReplaced() {
        UploadId id = begin(BYTES.length);
        ResumableUploads broken = uploads(
                Faults.failing(ContentStore.class, contents, "settle", new IllegalStateException("killed")),
                files,
                Faults.failing(UploadStore.class, store, "published", gone));
        Await.maybe(broken.append(SESSION, id, piece(0, BYTES)).onErrorComplete());
        append(begin(3), piece(0, new byte[3]));

        UploadStatus status = Await.one(uploads.status(SESSION, id));

        assertThat(status.upload().published()).isTrue();
        assertThat(status.upload().digest()).contains(Sha256.of(BYTES));
        assertThat(published().version()).isEqualTo(2);
        assertThat(published().size()).isEqualTo(3);
    }

    @Test
    void filePublishedBeforeShouldNotBeToldWhileTheStoreMayStillLoseIt() {
        UploadId id = begin(BYTES.length);
        RuntimeException seen =
                new AlreadyPublishedException(Await.one(store.find(id)).content());
        ResumableUploads afterAnElection =
                uploads(contents, Faults.failing(FileStore.class, files, "publish", seen), store);

        assertThatThrownBy(() -> Await.one(afterAnElection.append(SESSION, id, piece(0, BYTES))))
                .isInstanceOf(StoreUnavailableException.class);

        assertThat(contents.countSettled()).isZero();
        Await.one(uploads.status(SESSION, id));
        assertPublishedOnce();
    }

    @Test
    void uploadThatIsRefusedForGoodShouldGoAndLeaveItsBytesToTheSweep() {
        NewUpload onlyNew = new NewUpload(
                NAME, "text/plain", "filename YQ==", Optional.of((long) BYTES.length), Optional.empty(), true);
        UploadId id = Await.one(uploads.create(SESSION, onlyNew, Optional.empty()))
                .upload()
                .id();
        append(begin(3), piece(0, new byte[3]));

        assertThatThrownBy(() -> append(id, piece(0, BYTES))).isInstanceOf(PreconditionFailedException.class);

        assertThat(Await.one(store.countUnfinished(BO, clock.instant()))).isZero();
        assertThatThrownBy(() -> offset(id)).isInstanceOf(NoSuchUploadException.class);
        clock.advance(EXPIRY.multipliedBy(2));
        assertThat(Await.one(contents.expired().count())).isEqualTo(1);
        assertThat(published().size()).isEqualTo(3);
    }

    @Test
    void digestThatWasSentEarlierShouldBeVerifiedInTheEnd() {
        UploadId id = begin(BYTES.length);
        Optional<Sha256> other = Optional.of(Sha256.of(firstHalf()));
        append(id, piece(0, buffers(firstHalf()), other, Optional.empty()));

        assertThatThrownBy(() -> append(id, piece(HALF, secondHalf()))).isInstanceOf(DigestMismatchException.class);

        assertThat(listed()).isZero();
        assertThat(contents.count()).isZero();
        assertThatThrownBy(() -> offset(id)).isInstanceOf(NoSuchUploadException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"arrived", "seal", "publish", "published"})
    void otherDigestThanThatOfWhatHasArrivedShouldBeRefusedAndNotKept(String method) {
        UploadId id = begin(BYTES.length);
        appendAllWith(failingAfter(method), id);
        Optional<Sha256> other = Optional.of(Sha256.of(firstHalf()));

        assertThatThrownBy(() -> append(id, piece(BYTES.length, Flux.empty(), other, Optional.empty())))
                .isInstanceOf(OtherDigestException.class);

        assertThat(offset(id)).isEqualTo(BYTES.length);
        assertPublishedOnce();
    }

    @Test
    void whoHasLoggedOutShouldPublishNothing() {
        UploadId id = begin(BYTES.length);
        append(id, piece(0, firstHalf()));
        Await.done(sessions.delete(SESSION.sidHash()));

        assertThatThrownBy(() -> append(id, piece(HALF, secondHalf()))).isInstanceOf(InvalidTokenException.class);

        assertThat(listed()).isZero();
        assertThat(Await.one(uploads.status(NEXT_SESSION, id)).offset()).isEqualTo(BYTES.length);
        assertPublishedOnce();
    }
}
