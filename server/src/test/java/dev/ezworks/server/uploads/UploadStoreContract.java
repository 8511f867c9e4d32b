package dev.ezworks.server.uploads;

import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.maybe;
import static dev.ezworks.server.Await.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import dev.ezworks.api.Username;
import dev.ezworks.server.uploads.UploadStore.Entry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link UploadStore} promises, to be run against every adapter, each test with a fresh store. */
public interface UploadStoreContract {
    /** Who uploads, where a test does not say otherwise. */
    Username OLGA = new Username("olga");

    /** When uploads expire, where a test does not say otherwise. In the future: MongoDB removes what has expired. */
    Instant EXPIRES = Instant.parse("2126-03-04T05:06:07.089Z");

    /** A digest. */
    Sha256 DIGEST = Sha256.of("x".getBytes(StandardCharsets.UTF_8));

    /** The store under test. */
    UploadStore testee();

    private static Upload upload(Username owner, Optional<Long> length) {
        return upload(owner, length, Optional.empty());
    }

    private static Upload upload(Username owner, Optional<Long> length, Optional<Sha256> expected) {
        NewUpload wanted = new NewUpload(
                FileName.of("$a/\u00e9 b"), "text/plain", "filename YQ==,x", length, expected, length.isPresent());
        return Upload.begin(owner, wanted, EXPIRES);
    }

    private Upload created() {
        Upload upload = upload(OLGA, Optional.of(7L));
        done(testee().create(upload));
        return upload;
    }

    private static Entry entry(Optional<Long> unverifiedFrom) {
        return new Entry(EXPIRES, Optional.empty(), Optional.empty(), unverifiedFrom, false);
    }

    private Upload now(Upload upload) {
        return one(testee().find(upload.id()));
    }

    @Test
    default void findShouldGiveWhatWasCreated() {
        Upload upload = upload(OLGA, Optional.of(5L << 40), Optional.of(DIGEST));
        Upload deferred = upload(OLGA, Optional.empty());

        done(testee().create(upload));
        done(testee().create(deferred));

        assertThat(now(upload)).isEqualTo(upload);
        assertThat(now(deferred)).isEqualTo(deferred);
    }

    @Test
    default void findShouldBeEmptyWhenThereIsNoSuchUpload() {
        created();

        assertThat(maybe(testee().find(UploadId.random()))).isEmpty();
    }

    @Test
    default void entryShouldBeNoted() {
        Upload upload = upload(OLGA, Optional.empty());
        done(testee().create(upload));
        Entry entry = new Entry(EXPIRES.plusSeconds(1), Optional.of(9L), Optional.of(DIGEST), Optional.of(3L), true);

        done(testee().enter(upload.id(), 1, entry));

        assertThat(now(upload)).isEqualTo(upload.with(entry));
    }

    @Test
    default void entryShouldKeepWhatItDoesNotTell() {
        Upload upload = created();
        done(testee().enter(
                        upload.id(),
                        1,
                        new Entry(EXPIRES, Optional.empty(), Optional.of(DIGEST), Optional.of(3L), true)));

        done(testee().enter(upload.id(), 2, entry(Optional.empty())));

        assertThat(now(upload).length()).contains(7L);
        assertThat(now(upload).expected()).contains(DIGEST);
        assertThat(now(upload).unverifiedFrom()).isEmpty();
    }

    @Test
    default void olderEntryShouldBeRefused() {
        Upload upload = created();
        done(testee().enter(upload.id(), 5, entry(Optional.of(1L))));

        assertThatThrownBy(() -> done(testee().enter(upload.id(), 5, entry(Optional.of(2L)))))
                .isInstanceOf(UploadTakenOverException.class);
        assertThatThrownBy(() -> done(testee().enter(upload.id(), 4, entry(Optional.of(2L)))))
                .isInstanceOf(UploadTakenOverException.class);
        assertThat(now(upload).unverifiedFrom()).contains(1L);
    }

    @Test
    default void verifiedPieceShouldBeNoted() {
        Upload upload = created();
        done(testee().enter(upload.id(), 1, entry(Optional.of(1L))));

        done(testee().verified(upload.id(), 1));

        assertThat(now(upload).unverifiedFrom()).isEmpty();
    }

    @Test
    default void digestShouldBeNoted() {
        Upload upload = created();
        done(testee().enter(upload.id(), 1, entry(Optional.empty())));

        done(testee().arrived(upload.id(), 1, DIGEST));

        assertThat(now(upload).digest()).contains(DIGEST);
        assertThat(now(upload).published()).isFalse();
    }

    @Test
    default void digestShouldBeForgottenWhenBytesAreAddedAndNotBefore() {
        Upload upload = created();
        done(testee().enter(upload.id(), 1, entry(Optional.empty())));
        done(testee().arrived(upload.id(), 1, DIGEST));

        done(testee().enter(upload.id(), 2, entry(Optional.empty())));
        assertThat(now(upload).digest()).contains(DIGEST);

        Entry adding = new Entry(EXPIRES, Optional.empty(), Optional.empty(), Optional.empty(), true);
        done(testee().enter(upload.id(), 3, adding));
        assertThat(now(upload).digest()).isEmpty();
        done(testee().drop(upload.id(), 3));
    }

    @Test
    default void whoWasOvertakenShouldChangeNothing() {
        Upload upload = created();
        done(testee().enter(upload.id(), 1, entry(Optional.of(1L))));
        done(testee().enter(upload.id(), 2, entry(Optional.of(2L))));

        assertThatThrownBy(() -> done(testee().verified(upload.id(), 1))).isInstanceOf(UploadTakenOverException.class);
        assertThatThrownBy(() -> done(testee().arrived(upload.id(), 1, DIGEST)))
                .isInstanceOf(UploadTakenOverException.class);
        assertThatThrownBy(() -> done(testee().drop(upload.id(), 1))).isInstanceOf(UploadTakenOverException.class);

        assertThat(now(upload)).isEqualTo(upload.with(entry(Optional.of(2L))));
    }

    @Test
    default void changeOfAnUploadThatIsGoneShouldSaySo() {
        UploadId gone = UploadId.random();

        assertThatThrownBy(() -> done(testee().enter(gone, 1, entry(Optional.empty()))))
                .isInstanceOf(NoSuchUploadException.class);
        assertThatThrownBy(() -> done(testee().verified(gone, 1))).isInstanceOf(NoSuchUploadException.class);
        assertThatThrownBy(() -> done(testee().arrived(gone, 1, DIGEST))).isInstanceOf(NoSuchUploadException.class);
        assertThatThrownBy(() -> done(testee().drop(gone, 1))).isInstanceOf(NoSuchUploadException.class);
        done(testee().published(gone));
        done(testee().extend(gone, EXPIRES));
        done(testee().delete(gone));
        assertThat(maybe(testee().find(gone))).isEmpty();
    }

    @Test
    default void publishedUploadShouldBeNoted() {
        Upload upload = created();

        done(testee().published(upload.id()));

        assertThat(now(upload).published()).isTrue();
    }

    @Test
    default void unfinishedUploadsOfTheOwnerShouldBeCounted() {
        created();
        created();
        Upload published = created();
        done(testee().published(published.id()));
        done(testee().create(upload(new Username("oleg"), Optional.empty())));

        assertThat(one(testee().countUnfinished(OLGA, EXPIRES))).isEqualTo(2);
        assertThat(one(testee().countUnfinished(OLGA, EXPIRES.plusMillis(1)))).isZero();
        assertThat(one(testee().countUnfinished(new Username("nobody"), EXPIRES)))
                .isZero();
    }

    @Test
    default void extendShouldSetTheTime() {
        Upload upload = created();

        done(testee().extend(upload.id(), EXPIRES.plusSeconds(7)));

        assertThat(now(upload)).isEqualTo(upload.expiringAt(EXPIRES.plusSeconds(7)));
    }

    @Test
    default void dropShouldRemoveTheUpload() {
        Upload upload = created();
        done(testee().enter(upload.id(), 1, entry(Optional.empty())));

        done(testee().drop(upload.id(), 1));

        assertThat(maybe(testee().find(upload.id()))).isEmpty();
    }

    @Test
    default void dropShouldNotNeedAnEntry() {
        Upload upload = created();
        Upload entered = created();
        done(testee().enter(entered.id(), 1, entry(Optional.empty())));

        done(testee().drop(upload.id(), 1));
        done(testee().drop(entered.id(), 3));

        assertThat(maybe(testee().find(upload.id()))).isEmpty();
        assertThatThrownBy(() -> done(testee().enter(entered.id(), 4, entry(Optional.empty()))))
                .isInstanceOf(NoSuchUploadException.class);
    }

    @Test
    default void dropShouldBeRefusedWhenAllHasArrived() {
        Upload upload = created();
        done(testee().enter(upload.id(), 1, entry(Optional.empty())));
        done(testee().arrived(upload.id(), 1, DIGEST));

        assertThatThrownBy(() -> done(testee().drop(upload.id(), 1))).isInstanceOf(UploadTakenOverException.class);
        assertThatThrownBy(() -> done(testee().drop(upload.id(), 2))).isInstanceOf(UploadTakenOverException.class);

        assertThat(now(upload).digest()).contains(DIGEST);
    }

    @Test
    default void deleteShouldRemoveTheUploadAndNoOther() {
        Upload upload = created();
        Upload other = created();

        done(testee().delete(upload.id()));

        assertThat(maybe(testee().find(upload.id()))).isEmpty();
        assertThat(now(other)).isEqualTo(other);
    }

    @Test
    default void expiredUploadsShouldBeRemoved() {
        Upload expired = created();
        Upload extended = created();
        done(testee().extend(extended.id(), EXPIRES.plusSeconds(1)));

        done(testee().deleteExpired(EXPIRES));
        assertThat(now(expired)).isEqualTo(expired);

        done(testee().deleteExpired(EXPIRES.plusMillis(1)));
        assertThat(maybe(testee().find(expired.id()))).isEmpty();
        assertThat(now(extended).id()).isEqualTo(extended.id());
    }
}
