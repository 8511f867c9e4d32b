package dev.ezworks.server.storage.local;

import static dev.ezworks.server.Await.all;
import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.one;
import static dev.ezworks.server.content.ContentStoreFixture.bytesOf;
import static dev.ezworks.server.content.ContentStoreFixture.describe;
import static dev.ezworks.server.content.ContentStoreFixture.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Username;
import dev.ezworks.server.MutableClock;
import dev.ezworks.server.content.ByteRange;
import dev.ezworks.server.content.Claim;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.ContentStoreFixture;
import dev.ezworks.server.content.CountedSlabs;
import dev.ezworks.server.content.Durability;
import dev.ezworks.server.content.Slab;
import dev.ezworks.server.files.NewVersion;
import dev.ezworks.server.files.Precondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** What is found, and what becomes of it, when a server starts after another one was killed. */
class LeftoversTest implements ContentStoreFixture {
    private final MutableClock clock = new MutableClock();
    private final ContentId id = ContentId.random();
    private final byte[] bytes = randomBytes(1000);
    private Path folder;
    private LocalStore store;

    @BeforeEach
    void open(@TempDir Path parent) {
        folder = parent.resolve("data");
        store = LocalStore.open(folder, clock);
    }

    @AfterEach
    void close() {
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

    /** Goes on with the folder as a kill would leave it after {@code damage} is done. */
    private void restartAfter(Damage damage) throws IOException {
        Path crashed = CrashedCopy.of(folder);
        store.close();
        damage.doneTo(crashed);
        folder = crashed;
        store = LocalStore.open(folder, clock);
    }

    private static Path unfinished(Path folder, ContentId id) {
        return folder.resolve("incoming").resolve(id.value());
    }

    private static Path sealed(Path folder, ContentId id) {
        return folder.resolve("content").resolve(id.value().substring(0, 2)).resolve(id.value());
    }

    private Claim beginDurably(byte[] first) {
        Claim claim = begin(id, first);
        done(testee().sync(id, claim.epoch()));
        return claim;
    }

    private void finish(Claim claim) {
        byte[] rest = Arrays.copyOfRange(bytes, (int) claim.size(), bytes.length);
        done(testee().append(id, claim.epoch(), claim.size(), new CountedSlabs().of(rest)));
        done(testee().seal(id, claim.epoch(), describe(bytes)));
        assertThat(read(id, bytes.length)).isEqualTo(bytes);
    }

    @Test
    void acknowledgedBytesShouldBeKept() throws IOException {
        beginDurably(Arrays.copyOf(bytes, 700));

        restartAfter(crashed -> {});

        Claim claim = one(testee().claim(id, LEASE));
        assertThat(claim.size()).isEqualTo(700);
        finish(claim);
    }

    @Test
    void truncationShouldLast() throws IOException {
        Claim claim = beginDurably(Arrays.copyOf(bytes, 700));
        done(testee().truncate(id, claim.epoch(), 500));

        restartAfter(crashed -> {});

        Claim next = one(testee().claim(id, LEASE));
        assertThat(next.size()).isEqualTo(500);
        finish(next);
    }

    @Test
    void allButTheLast16MebibytesOfALongAppendShouldBeKept() throws IOException {
        int sent = 40 * Slab.CAPACITY;
        long epoch = one(testee().create(id, LEASE)).epoch();
        CountedSlabs slabs = new CountedSlabs();
        Flux<Slab> stalled = slabs.of(randomBytes(sent), 1_000_003, 70_001).concatWith(Flux.never());
        Disposable append =
                testee().append(id, epoch, 0, stalled, Durability.ON_THE_WAY).subscribe();
        slabs.awaitReleased(2 * sent / (1_000_003 + 70_001));

        restartAfter(crashed -> append.dispose());

        Claim claim = one(testee().claim(id, LEASE));
        assertThat(claim.size()).isBetween(sent - (16L << 20), (long) sent);
        assertThat(readUnfinished(claim)).isEqualTo(Arrays.copyOf(randomBytes(sent), (int) claim.size()));
    }

    private byte[] readUnfinished(Claim claim) {
        return bytesOf(all(testee().readUnfinished(id, claim.epoch(), ByteRange.whole(claim.size()))));
    }

    @Test
    void bytesThatWereNeverAcknowledgedShouldBeDropped() throws IOException {
        beginDurably(Arrays.copyOf(bytes, 700));

        restartAfter(crashed -> Files.write(unfinished(crashed, id), new byte[5000], StandardOpenOption.APPEND));

        Claim claim = one(testee().claim(id, LEASE));
        assertThat(claim.size()).isEqualTo(700);
        finish(claim);
    }

    @Test
    void bytesThatWereNeverAcknowledgedShouldNotBeSealed() throws IOException {
        long epoch = beginDurably(bytes).epoch();

        restartAfter(crashed -> Files.write(unfinished(crashed, id), new byte[5000], StandardOpenOption.APPEND));

        done(testee().seal(id, epoch, describe(bytes)));
        assertThat(testee().file(id, 1000))
                .hasValueSatisfying(file -> assertThat(file).hasSize(1000));
        assertThat(read(id, 1000)).isEqualTo(bytes);
    }

    @Test
    void contentWhoseSealingWasInterruptedShouldBeUnfinishedAgain() throws IOException {
        beginDurably(bytes);

        restartAfter(crashed -> {
            Files.createDirectories(sealed(crashed, id).getParent());
            Files.move(unfinished(crashed, id), sealed(crashed, id));
        });

        assertThat(testee().file(id, 1000)).isEmpty();
        Claim claim = one(testee().claim(id, LEASE));
        assertThat(claim.size()).isEqualTo(1000);
        finish(claim);
    }

    @Test
    void unfinishedFileThatNothingKnowsOfShouldBeRemoved() throws IOException {
        restartAfter(crashed -> Files.write(unfinished(crashed, id), bytes));

        assertThat(unfinished(folder, id)).doesNotExist();
    }

    @Test
    void sealedFileThatNothingKnowsOfShouldExpire() throws IOException {
        ContentId kept = store(bytes);
        publish(kept);

        restartAfter(crashed -> {
            Files.createDirectories(sealed(crashed, id).getParent());
            Files.write(sealed(crashed, id), bytes);
        });

        assertThat(all(testee().expired())).containsExactly(id);
        assertThat(read(kept, 1000)).isEqualTo(bytes);
        done(testee().delete(id));
        assertThat(sealed(folder, id)).doesNotExist();
        assertThat(all(testee().expired())).isEmpty();
    }

    @Test
    void contentOfVersionsAndRetiredContentShouldNotExpire() throws IOException {
        ContentId replaced = store(bytes);
        publish(replaced);
        ContentId current = store(bytes);
        publish(current);

        restartAfter(crashed -> {});

        clock.advance(LEASE.multipliedBy(2));
        assertThat(all(testee().expired())).isEmpty();
        assertThat(read(replaced, 1000)).isEqualTo(bytes);
        assertThat(read(current, 1000)).isEqualTo(bytes);
    }

    private void publish(ContentId content) {
        NewVersion version = new NewVersion(
                FileName.of("a"), content, 1000, "text/plain", describe(bytes).sha256(), Precondition.NONE);
        done(store.files().publish(new Username("olga"), List.of(version), clock.instant()));
    }

    @Test
    void contentWhoseFileIsLostShouldBeginAgain() throws IOException {
        beginDurably(bytes);

        restartAfter(crashed -> Files.delete(unfinished(crashed, id)));

        Claim claim = one(testee().claim(id, LEASE));
        assertThat(claim.size()).isZero();
        finish(claim);
    }

    @Test
    void contentWhoseFileIsLostShouldBeSwept() throws IOException {
        beginDurably(bytes);
        restartAfter(crashed -> Files.delete(unfinished(crashed, id)));

        clock.advance(LEASE.multipliedBy(2));

        assertThat(all(testee().expired())).containsExactly(id);
        done(testee().delete(id));
        assertThat(all(testee().expired())).isEmpty();
    }

    @Test
    void strangersFileShouldStay() throws IOException {
        restartAfter(crashed -> Files.writeString(
                Files.createDirectories(crashed.resolve("content").resolve("00"))
                        .resolve("lost+found"),
                "mine"));

        assertThat(folder.resolve("content/00/lost+found")).exists();
    }

    /** What happens to a folder while no server runs. */
    interface Damage {
        void doneTo(Path folder) throws IOException;
    }
}
