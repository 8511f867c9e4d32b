package dev.ezworks.server.storage.local;

import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.one;
import static dev.ezworks.server.content.ContentStoreFixture.describe;
import static dev.ezworks.server.content.ContentStoreFixture.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.server.Await;
import dev.ezworks.server.MutableClock;
import dev.ezworks.server.content.Claim;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.ContentStoreFixture;
import dev.ezworks.server.content.CountedSlabs;
import dev.ezworks.server.content.Durability;
import dev.ezworks.server.content.NoSuchContentException;
import dev.ezworks.server.content.Slab;
import dev.ezworks.server.content.StorageFullException;
import dev.ezworks.server.content.StoreUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** In which order content becomes durable, and what is left of it when the disk fails. */
class DurabilityTest implements ContentStoreFixture {
    private static final long RESERVE = 10L << 20;

    private final MutableClock clock = new MutableClock();
    private final FailingDisk disk = new FailingDisk();
    private final ContentId id = ContentId.random();
    private final byte[] bytes = randomBytes(2 * Slab.CAPACITY + 1);
    private final CountedSlabs slabs = new CountedSlabs();
    private Path folder;
    private LocalStore store;

    @BeforeEach
    void open(@TempDir Path temporary) {
        folder = temporary;
        store = LocalStore.open(folder, clock, new Reserve(RESERVE, 1), disk);
    }

    @AfterEach
    void close() {
        disk.release();
        store.close();
    }

    @Override
    public ContentStore testee() {
        return store.contents();
    }

    @Override
    public MutableClock clock() {
        return clock;
    }

    @Test
    void contentShouldBecomeDurableBeforeItIsNamedAndNamedBeforeItIsCommitted() {
        String shelf = id.value().substring(0, 2);
        long epoch = begin(id, bytes).epoch();
        List<Boolean> sealedAtFolderForce = Collections.synchronizedList(new ArrayList<>());
        disk.beforeFolderForce(() -> sealedAtFolderForce.add(isSealedInTheDatabase()));

        done(testee().seal(id, epoch, describe(bytes)));

        assertThat(disk.steps())
                .containsExactly("force", "forceFolder content", "move incoming " + shelf, "forceFolder " + shelf);
        assertThat(sealedAtFolderForce).containsOnly(false);
        assertThat(isSealedInTheDatabase()).isTrue();
    }

    private boolean isSealedInTheDatabase() {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ezworks.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT sealed FROM pending_contents")) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void syncShouldForceTheBytesAndTheirName() {
        long epoch = begin(id, bytes).epoch();

        done(testee().sync(id, epoch));

        assertThat(disk.steps()).containsExactly("force", "forceFolder incoming");
    }

    @ParameterizedTest
    @ValueSource(strings = {"force", "forceFolder incoming"})
    void syncShouldKeepNothingWhenTheDiskFails(String step) {
        long epoch = begin(id, bytes).epoch();
        disk.failAt(Optional.of(step));

        assertThatThrownBy(() -> done(testee().sync(id, epoch))).isInstanceOf(StoreUnavailableException.class);

        Claim next = one(testee().claim(id, LEASE));
        assertThat(next.size()).isZero();
        disk.failAt(Optional.empty());
        finish(next);
    }

    @Test
    void bytesThatCouldNotBeForcedShouldNotBeSealedThoughTheyCouldBeForcedAgain() {
        long epoch = begin(id, bytes).epoch();
        disk.failOnceAt("force");

        // The system tells of the failure once: a second force succeeds and means nothing.
        assertThatThrownBy(() -> done(testee().seal(id, epoch, describe(bytes))))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> done(testee().seal(id, epoch, describe(bytes))))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> done(testee().sync(id, epoch))).isInstanceOf(StoreUnavailableException.class);

        assertThatThrownBy(() -> read(id, 1)).isInstanceOf(NoSuchContentException.class);
        Claim next = one(testee().claim(id, LEASE));
        assertThat(next.size()).isZero();
        finish(next);
    }

    @Test
    void failedForceShouldBeTheFullDisksWhenThereIsNoSpace() {
        long epoch = begin(id, bytes).epoch();
        disk.failAt(Optional.of("force"));
        disk.limitSpace(100_000);

        assertThatThrownBy(() -> done(testee().seal(id, epoch, describe(bytes))))
                .isInstanceOf(StorageFullException.class);
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void appendShouldKeepNothingThatAFailedForceOnItsWayMayHaveLost(Durability durability) {
        Claim claim = one(testee().create(id, LEASE));
        disk.failOnceAt("force");

        // The system tells of the failure once: the force at the end succeeds.
        assertThatThrownBy(() -> {
                    done(testee().append(id, claim.epoch(), 0, slabs.of(new byte[40 * Slab.CAPACITY]), durability));
                    done(testee().sync(id, claim.epoch()));
                })
                .isInstanceOf(StoreUnavailableException.class);

        slabs.awaitAllReleased();
        assertThat(one(testee().claim(id, LEASE)).size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"forceFolder content", "move incoming", "forceFolder"})
    void sealShouldLeaveTheContentUnfinishedWhenTheDiskFails(String step) {
        long epoch = begin(id, bytes).epoch();
        disk.failAt(Optional.of(step));

        assertThatThrownBy(() -> done(testee().seal(id, epoch, describe(bytes))))
                .isInstanceOf(StoreUnavailableException.class);

        disk.failAt(Optional.empty());
        assertThatThrownBy(() -> read(id, 1)).isInstanceOf(NoSuchContentException.class);
        Claim claim = one(testee().claim(id, LEASE));
        assertThat(claim.size()).isEqualTo(bytes.length);
        done(testee().seal(id, claim.epoch(), describe(bytes)));
        assertThat(read(id, bytes.length)).isEqualTo(bytes);
    }

    @Test
    void truncationShouldCountThoughTheDiskFailsToFollow() {
        long epoch = begin(id, bytes).epoch();
        done(testee().sync(id, epoch));
        disk.failOnceAt("force");

        assertThatThrownBy(() -> done(testee().truncate(id, epoch, 1000)))
                .isInstanceOf(StoreUnavailableException.class);

        Claim next = one(testee().claim(id, LEASE));
        assertThat(next.size()).isEqualTo(1000);
        byte[] rest = Arrays.copyOfRange(bytes, 1000, bytes.length);
        done(testee().append(id, next.epoch(), 1000, slabs.of(rest)));
        done(testee().seal(id, next.epoch(), describe(bytes)));
        assertThat(read(id, bytes.length)).isEqualTo(bytes);
    }

    @Test
    void truncationShouldMakeDurableWhatComesBefore() {
        long epoch = begin(id, bytes).epoch();

        done(testee().truncate(id, epoch, 1000));

        assertThat(disk.steps()).startsWith("force", "forceFolder incoming");
    }

    @Test
    void fullDiskShouldBeToldAndLeaveTheContentResumable() throws Exception {
        Path full = Path.of("/dev/full");
        assumeThat(Files.isWritable(full))
                .as("SKIPPED: no /dev/full here to stand for a full disk")
                .isTrue();
        Claim claim = one(testee().create(id, LEASE));
        Path file = Files.createSymbolicLink(folder.resolve("incoming").resolve(id.value()), full);

        assertThatThrownBy(() -> done(testee().append(id, claim.epoch(), 0, slabs.of(bytes))))
                .isInstanceOf(StorageFullException.class);

        slabs.awaitAllReleased();
        Files.delete(file);
        Claim next = one(testee().claim(id, LEASE));
        assertThat(next.size()).isZero();
        finish(next);
    }

    @Test
    void uploadShouldLeaveTheReserveFree() {
        Claim claim = one(testee().create(id, LEASE));
        long room = 3L * Slab.CAPACITY;
        disk.limitSpace(RESERVE + room);

        done(testee().requireRoom(room));
        assertThatThrownBy(() -> done(testee().requireRoom(room + 1))).isInstanceOf(StorageFullException.class);
        disk.limitSpace(RESERVE + Slab.CAPACITY - 1);
        assertThatThrownBy(() -> done(testee().append(id, claim.epoch(), 0, slabs.of(bytes))))
                .isInstanceOf(StorageFullException.class);

        slabs.awaitAllReleased();
        done(store.ping());
        disk.limitSpace(Long.MAX_VALUE);
        finish(one(testee().claim(id, LEASE)));
    }

    @Test
    void claimShouldNotWaitForTheForcesOfOtherContents() {
        disk.holdForces(2);
        appendOnTheWay(ContentId.random(), 5);
        appendOnTheWay(ContentId.random(), 5);
        await().atMost(Await.TIMEOUT).until(() -> disk.held() == 2);
        appendOnTheWay(id, 12);

        Claim claim = one(testee().claim(id, LEASE));

        assertThat(claim.size()).isBetween(8L * Slab.CAPACITY, 12L * Slab.CAPACITY);
    }

    @Test
    void deletionShouldNotWaitForAWriterThatWaitsForTheDisk() {
        disk.holdForces(1);
        CompletableFuture<?> append = appendOnTheWay(id, 12);
        await().atMost(Await.TIMEOUT).until(() -> disk.held() == 1);

        done(testee().delete(id));

        assertThat(append)
                .failsWithin(Await.TIMEOUT)
                .withThrowableThat()
                .withCauseInstanceOf(NoSuchContentException.class);
    }

    /** An append that has written so many slabs, or as many as the disk lets it, and goes on. */
    private CompletableFuture<?> appendOnTheWay(ContentId content, int count) {
        long epoch = one(testee().create(content, LEASE)).epoch();
        CountedSlabs given = new CountedSlabs();
        Flux<Slab> source = given.of(new byte[count * Slab.CAPACITY]).concatWith(Flux.never());
        CompletableFuture<?> append = testee().append(content, epoch, 0, source, Durability.ON_THE_WAY)
                .toFuture();
        given.awaitReleased(Math.min(count, 8));
        return append;
    }

    private void finish(Claim claim) {
        done(testee().append(id, claim.epoch(), 0, slabs.of(bytes)));
        done(testee().seal(id, claim.epoch(), describe(bytes)));
        assertThat(read(id, bytes.length)).isEqualTo(bytes);
    }
}
