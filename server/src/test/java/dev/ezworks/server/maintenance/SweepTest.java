package dev.ezworks.server.maintenance;

import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.maybe;
import static dev.ezworks.server.Await.one;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Role;
import dev.ezworks.api.Sha256;
import dev.ezworks.api.Username;
import dev.ezworks.server.MutableClock;
import dev.ezworks.server.content.Claim;
import dev.ezworks.server.content.ContentDescription;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.InMemoryContentStore;
import dev.ezworks.server.content.StoreUnavailableException;
import dev.ezworks.server.files.FileStore;
import dev.ezworks.server.files.InMemoryFileStore;
import dev.ezworks.server.files.NewVersion;
import dev.ezworks.server.files.Precondition;
import dev.ezworks.server.session.InMemorySessionStore;
import dev.ezworks.server.session.Session;
import dev.ezworks.server.testing.Faults;
import dev.ezworks.server.transfers.ActiveTransfer;
import dev.ezworks.server.transfers.ActiveTransfers;
import dev.ezworks.server.transfers.Direction;
import dev.ezworks.server.uploads.InMemoryUploadStore;
import dev.ezworks.server.uploads.Upload;
import dev.ezworks.server.uploads.UploadId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class SweepTest {
    private static final Duration LEASE = Duration.ofHours(1);
    private static final Duration GRACE = Duration.ofHours(24);
    private static final Username BO = new Username("bo");
    private static final FileName NAME = FileName.of("a");

    private final MutableClock clock = new MutableClock();
    private final InMemoryContentStore contents = new InMemoryContentStore(clock);
    private final InMemoryFileStore files = new InMemoryFileStore();
    private final InMemorySessionStore sessions = new InMemorySessionStore();
    private final InMemoryUploadStore uploads = new InMemoryUploadStore();
    private final ActiveTransfers transfers = new ActiveTransfers(clock);

    @Test
    void unfinishedContentShouldGoWhenItsLeaseEnds() {
        one(contents.create(ContentId.random(), LEASE));
        sweepAfter(LEASE.minusSeconds(1));
        assertThat(contents.count()).isEqualTo(1);
        sweepAfter(Duration.ofSeconds(2));
        assertThat(contents.count()).isZero();
    }

    @Test
    void sealedContentThatWasNeverPublishedShouldGo() {
        seal(ContentId.random());
        sweepAfter(LEASE.plusSeconds(1));
        assertThat(contents.count()).isZero();
    }

    @Test
    void publishedContentWhoseSettlingWasLostShouldBeSettled() {
        ContentId id = ContentId.random();
        seal(id);
        publish(id);
        sweepAfter(LEASE.plusSeconds(1));
        assertThat(contents.countSettled()).isEqualTo(1);
        sweepAfter(Duration.ofDays(1000));
        assertThat(contents.count()).isEqualTo(1);
    }

    @Test
    void contentWhoseLeaseIsRenewedWhileItIsSweptShouldStay() {
        ContentId id = ContentId.random();
        long epoch = one(contents.create(id, LEASE)).epoch();
        ContentStore renewed =
                Faults.after(ContentStore.class, contents, "claimExpired", () -> done(contents.renew(id, epoch)));
        clock.advance(LEASE.plusSeconds(1));

        assertThat(one(new Sweep(renewed, files, uploads, sessions, transfers, clock, GRACE).run()))
                .isEqualTo(new SweepReport(0, 0, 0));

        done(contents.renew(id, epoch));
    }

    @Test
    void contentThatIsBeingTransferredShouldStay() {
        ContentId id = ContentId.random();
        one(contents.create(id, LEASE));
        Disposable upload = transfer(id);
        sweepAfter(LEASE.plusSeconds(1));
        assertThat(contents.count()).isEqualTo(1);
        upload.dispose();
        sweepAfter(Duration.ZERO);
        assertThat(contents.count()).isZero();
    }

    @Test
    void replacedContentShouldGoAfterTheGraceTime() {
        published();
        ContentId current = published();
        sweepAfter(GRACE.minusSeconds(1));
        assertThat(contents.count()).isEqualTo(2);
        sweepAfter(Duration.ofSeconds(2));
        assertThat(contents.count()).isEqualTo(1);
        assertThat(maybe(files.find(BO, NAME)).orElseThrow().content()).isEqualTo(current);
        assertThat(one(files.retiredBefore(clock.instant()).count())).isZero();
    }

    @Test
    void replacedContentThatIsStillReadShouldStay() {
        ContentId old = published();
        published();
        Disposable download = transfer(old);
        sweepAfter(GRACE.plusSeconds(1));
        assertThat(contents.count()).isEqualTo(2);
        download.dispose();
        sweepAfter(Duration.ZERO);
        assertThat(contents.count()).isEqualTo(1);
    }

    @Test
    void removedContentShouldGoAfterTheGraceTime() {
        published();
        assertThat(one(files.remove(BO, NAME, Precondition.NONE, clock.instant())))
                .isTrue();
        sweepAfter(GRACE.plusSeconds(1));
        assertThat(contents.count()).isZero();
    }

    @Test
    void expiredSessionsShouldGo() {
        Session session = new Session(
                "0".repeat(64), Role.OPS, BO, clock.instant(), clock.instant().plus(LEASE));
        done(sessions.create(session));
        sweepAfter(LEASE.minusSeconds(1));
        assertThat(maybe(sessions.find(session.sidHash()))).isPresent();
        sweepAfter(Duration.ofSeconds(2));
        assertThat(maybe(sessions.find(session.sidHash()))).isEmpty();
    }

    @Test
    void expiredUploadsShouldGo() {
        UploadId id = new UploadId("0".repeat(32));
        done(uploads.create(upload(id, clock.instant().plus(LEASE))));
        sweepAfter(LEASE.minusSeconds(1));
        assertThat(maybe(uploads.find(id))).isPresent();
        sweepAfter(Duration.ofSeconds(2));
        assertThat(maybe(uploads.find(id))).isEmpty();
    }

    private static Upload upload(UploadId id, Instant expiresAt) {
        return new Upload(
                id,
                BO,
                NAME,
                "text/plain",
                "",
                false,
                ContentId.random(),
                expiresAt,
                Optional.of(1L),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    @Test
    void failureShouldNotKeepTheRestFromBeingSwept() {
        published();
        published();
        FileStore failing = Faults.failing(
                FileStore.class, files, "refersTo", new StoreUnavailableException("gone", new IllegalStateException()));
        one(contents.create(ContentId.random(), LEASE));
        clock.advance(GRACE.plusSeconds(1));
        assertThat(one(new Sweep(contents, failing, uploads, sessions, transfers, clock, GRACE).run()))
                .isEqualTo(new SweepReport(0, 1, 1));
        // The unfinished content, which could not be judged, and the current one.
        assertThat(contents.count()).isEqualTo(2);
        sweepAfter(LEASE);
        assertThat(contents.count()).isEqualTo(1);
    }

    @Test
    void contentThatCannotBeDeletedShouldNotKeepTheRest() {
        for (int i = 0; i < 3; i++) {
            one(contents.create(ContentId.random(), LEASE));
        }
        clock.advance(LEASE.plusSeconds(1));
        ContentId stuck = one(contents.expired().next());
        ContentStore failing = Faults.failingFor(
                ContentStore.class,
                contents,
                "delete",
                stuck,
                new StoreUnavailableException("stuck", new IllegalStateException()));
        assertThat(one(new Sweep(failing, files, uploads, sessions, transfers, clock, GRACE).run()))
                .isEqualTo(new SweepReport(2, 0, 1));
        assertThat(contents.count()).isEqualTo(1);
    }

    private void sweepAfter(Duration time) {
        clock.advance(time);
        one(new Sweep(contents, files, uploads, sessions, transfers, clock, GRACE).run());
    }

    private ContentId published() {
        ContentId id = ContentId.random();
        Claim claim = seal(id);
        publish(id);
        done(contents.settle(id, claim.epoch()));
        return id;
    }

    private Claim seal(ContentId id) {
        Claim claim = one(contents.create(id, LEASE));
        Sha256 sha256 = Sha256.of(new byte[0]);
        done(contents.seal(id, claim.epoch(), new ContentDescription(0, sha256, "bo", "a", "text/plain")));
        return claim;
    }

    private void publish(ContentId id) {
        NewVersion version = new NewVersion(NAME, id, 0, "text/plain", Sha256.of(new byte[0]), Precondition.NONE);
        one(files.publish(BO, List.of(version), clock.instant()));
    }

    private Disposable transfer(ContentId id) {
        ActiveTransfer.Party party = new ActiveTransfer.Party("0", Role.OPS, BO);
        return transfers
                .run(party, id, Direction.UPLOAD, transfer -> Mono.never())
                .subscribe();
    }
}
