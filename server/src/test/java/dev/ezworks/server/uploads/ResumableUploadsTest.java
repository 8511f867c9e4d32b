package dev.ezworks.server.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.ezworks.api.FileName;
import dev.ezworks.api.Role;
import dev.ezworks.api.Sha256;
import dev.ezworks.api.Username;
import dev.ezworks.server.Await;
import dev.ezworks.server.MutableClock;
import dev.ezworks.server.account.Account;
import dev.ezworks.server.account.InMemoryAccountStore;
import dev.ezworks.server.content.ByteRange;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.ContentStoreFixture;
import dev.ezworks.server.content.InMemoryContentStore;
import dev.ezworks.server.content.StorageFullException;
import dev.ezworks.server.content.StoreUnavailableException;
import dev.ezworks.server.files.AlreadyPublishedException;
import dev.ezworks.server.files.FileCatalog;
import dev.ezworks.server.files.FileQuery;
import dev.ezworks.server.files.FileStore;
import dev.ezworks.server.files.InMemoryFileStore;
import dev.ezworks.server.files.PreconditionFailedException;
import dev.ezworks.server.files.StoredFile;
import dev.ezworks.server.session.InMemorySessionStore;
import dev.ezworks.server.session.InvalidTokenException;
import dev.ezworks.server.session.Session;
import dev.ezworks.server.storage.local.CrashedCopy;
import dev.ezworks.server.storage.local.LocalStore;
import dev.ezworks.server.storage.local.Reserve;
import dev.ezworks.server.testing.Faults;
import dev.ezworks.server.transfers.ActiveTransfer;
import dev.ezworks.server.transfers.ActiveTransfers;
import dev.ezworks.server.transfers.BufferBudget;
import dev.ezworks.server.transfers.SteadyScheduler;
import dev.ezworks.server.transfers.TransferEndedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class ResumableUploadsTest {
    private static final Username BO = new Username("bo");
    private static final ActiveTransfer.Party SESSION = new ActiveTransfer.Party("1", Role.OPS, BO);
    private static final ActiveTransfer.Party NEXT_SESSION = new ActiveTransfer.Party("2", Role.OPS, BO);
    private static final FileName NAME = FileName.of("a");
    private static final long LIMIT = 100L << 20;
    private static final Duration EXPIRY = Duration.ofDays(7);
    private static final byte[] BYTES = ContentStoreFixture.randomBytes(2_500_000);
    private static final int HALF = 1_300_000;

    private final StoreUnavailableException gone = new StoreUnavailableException("gone", new IllegalStateException());
    private final MutableClock clock = new MutableClock();
    private final InMemoryContentStore contents = new InMemoryContentStore(clock);
    private final InMemoryFileStore files = new InMemoryFileStore();
    private final InMemoryUploadStore store = new InMemoryUploadStore();
    private final InMemorySessionStore sessions = new InMemorySessionStore();
    private final InMemoryAccountStore accounts = new InMemoryAccountStore();
    private final ActiveTransfers transfers = new ActiveTransfers(clock);
    private final BufferBudget budget = new BufferBudget(4 << 20);
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final ResumableUploads uploads = uploads(contents, files, store);

    @BeforeEach
    void logIn() {
        Await.done(accounts.create(new Account(Role.OPS, BO, "no password", null, null, Instant.EPOCH)));
        for (ActiveTransfer.Party session : List.of(SESSION, NEXT_SESSION)) {
            Await.done(sessions.create(new Session(
                    session.sidHash(),
                    Role.OPS,
                    BO,
                    clock.instant(),
                    clock.instant().plus(EXPIRY))));
        }
    }

    @AfterEach
    void nothingShouldBeHeld() {
        await().atMost(Await.TIMEOUT)
                .untilAsserted(() -> assertThat(budget.inUse()).isZero());
        await().atMost(Await.TIMEOUT)
                .untilAsserted(() -> assertThat(transfers.all()).isEmpty());
        threads.shutdown();
    }

    private ResumableUploads uploads(ContentStore contentStore, FileStore fileStore, UploadStore uploadStore) {
        UploadPorts ports = new UploadPorts(
                contentStore, uploadStore, new FileCatalog(fileStore, accounts, clock), sessions, accounts);
        UploadLimits limits = new UploadLimits(LIMIT, Duration.ofHours(1), EXPIRY);
        return ResumableUploads.over(ports, transfers, limits, new SteadyScheduler(threads), clock);
    }

    private UploadId begin(long length) {
        return begin(Optional.of(length));
    }

    private UploadId begin(Optional<Long> length) {
        return Await.one(uploads.create(SESSION, wanted(length), Optional.empty()))
                .upload()
                .id();
    }

    private static NewUpload wanted(long length) {
        return wanted(Optional.of(length));
    }

    private static NewUpload wanted(Optional<Long> length) {
        return new NewUpload(NAME, "text/plain", "filename YQ==", length, Optional.empty(), false);
    }

    private Piece piece(long offset, byte[] bytes) {
        return piece(offset, buffers(bytes), Optional.empty(), Optional.empty());
    }

    private Piece piece(long offset, Flux<DataBuffer> bytes, Optional<Sha256> expected, Optional<Checksum> checksum) {
        return new Piece(
                offset,
                Optional.empty(),
                Optional.empty(),
                expected,
                checksum,
                arrived -> new SlabFlux(bytes.doOnNext(buffer -> arrived.run()), budget, offset));
    }

    private static Flux<DataBuffer> buffers(byte[] bytes) {
        int piece = 10_000;
        return Flux.range(0, (bytes.length + piece - 1) / piece)
                .map(i -> DefaultDataBufferFactory.sharedInstance.wrap(
                        ByteBuffer.wrap(bytes, i * piece, Math.min(piece, bytes.length - i * piece))));
    }

    private static byte[] firstHalf() {
        return Arrays.copyOf(BYTES, HALF);
    }

    private static byte[] secondHalf() {
        return Arrays.copyOfRange(BYTES, HALF, BYTES.length);
    }

    private UploadStatus append(UploadId id, Piece piece) {
        return Await.one(uploads.append(SESSION, id, piece));
    }

    private long offset(UploadId id) {
        return Await.one(uploads.status(SESSION, id)).offset();
    }

    private StoredFile published() {
        return Await.one(files.find(BO, NAME));
    }

    private long listed() {
        return Await.one(files.list(BO, FileQuery.ALL).count());
    }

    private void assertPublishedOnce() {
        assertThat(published().sha256()).isEqualTo(Sha256.of(BYTES));
        assertThat(published().version()).isEqualTo(1);
        assertThat(Await.one(contents.length(published().content()))).isEqualTo(BYTES.length);
        assertThat(contents.countSettled()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"arrived", "published", "seal", "publish"})
    void whatBrokeOffBeforeAnyStepShouldBeCompletedByTheNextRequest(String method) {
        UploadId id = begin(BYTES.length);
        ResumableUploads broken = uploads(
                Faults.failing(ContentStore.class, contents, method, gone),
                Faults.failing(FileStore.class, files, method, gone),
                Faults.failing(UploadStore.class, store, method, gone));

        Await.maybe(broken.append(SESSION, id, piece(0, BYTES)).onErrorComplete());

        assertThat(offset(id)).isEqualTo(BYTES.length);
        assertPublishedOnce();
    }

    @ParameterizedTest
    @ValueSource(strings = {"arrived", "published", "seal", "settle", "publish"})
    void whatBrokeOffAfterAnyStepShouldBeCompletedByTheNextRequest(String method) {
        UploadId id = begin(BYTES.length);
        ResumableUploads broken = uploads(
                Faults.failingAfter(ContentStore.class, contents, method, gone),
                Faults.failingAfter(FileStore.class, files, method, gone),
                Faults.failingAfter(UploadStore.class, store, method, gone));

        Await.maybe(broken.append(SESSION, id, piece(0, BYTES)).onErrorComplete());

        assertThat(offset(id)).isEqualTo(BYTES.length);
        assertPublishedOnce();
    }

    @ParameterizedTest
    @ValueSource(strings = {"arrived", "seal", "publish"})
    void emptyPieceShouldCompleteWhatBrokeOff(String method) {
        UploadId id = begin(BYTES.length);
        ResumableUploads broken = uploads(
                Faults.failingAfter(ContentStore.class, contents, method, gone),
                Faults.failingAfter(FileStore.class, files, method, gone),
                Faults.failingAfter(UploadStore.class, store, method, gone));
        Await.maybe(broken.append(SESSION, id, piece(0, BYTES)).onErrorComplete());

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
    void piecesShouldBeDigestedAsTheyCome() {
        UploadId id = begin(BYTES.length);
        ResumableUploads unread =
                uploads(Faults.failing(ContentStore.class, contents, "readUnfinished", gone), files, store);

        Await.one(unread.append(SESSION, id, piece(0, firstHalf())));
        Await.one(unread.append(SESSION, id, piece(HALF, secondHalf())));

        assertPublishedOnce();
    }

    @Test
    void brokenPieceShouldBeDigestedAsItCame() {
        UploadId id = begin(BYTES.length);
        ResumableUploads unread =
                uploads(Faults.failing(ContentStore.class, contents, "readUnfinished", gone), files, store);
        Flux<DataBuffer> broken = Flux.concat(buffers(firstHalf()), Flux.error(new IllegalStateException("broken")));
        Await.maybe(unread.append(SESSION, id, piece(0, broken, Optional.empty(), Optional.empty()))
                .onErrorComplete());

        Await.one(unread.append(SESSION, id, piece(HALF, secondHalf())));

        assertPublishedOnce();
    }

    @Test
    void piecesThatAnotherServerTookShouldBeReadAgain() {
        UploadId id = begin(BYTES.length);
        append(id, piece(0, firstHalf()));

        Await.one(uploads(contents, files, store).append(SESSION, id, piece(HALF, secondHalf())));

        assertPublishedOnce();
    }

    @Test
    void whatIsDurableNeedNotBeReadAgainWhenAnotherServerTookTheRest() {
        UploadId id = begin(BYTES.length);
        ByteRange all = new ByteRange(0, BYTES.length);
        ResumableUploads here =
                uploads(Faults.failingFor(ContentStore.class, contents, "readUnfinished", all, gone), files, store);
        ResumableUploads there = uploads(contents, files, Faults.failing(UploadStore.class, store, "arrived", gone));
        Await.one(here.append(SESSION, id, piece(0, firstHalf())));
        Await.maybe(there.append(SESSION, id, piece(HALF, secondHalf())).onErrorComplete());

        Await.one(here.status(SESSION, id));

        assertPublishedOnce();
    }

    @Test
    void serversThatTakeTurnsShouldEachGoOnWhereTheyBrokeOff(@TempDir Path folder) {
        byte[] bytes = new byte[80 << 20];
        long atOnce = 66 << 20;
        try (LocalStore local = LocalStore.open(folder, clock, Reserve.DEFAULT)) {
            ResumableUploads killed = uploads(
                    local.contents(),
                    local.files(),
                    Faults.failing(UploadStore.class, local.uploads(), "arrived", gone));
            UploadId id = Await.one(killed.create(SESSION, wanted(bytes.length), Optional.empty()))
                    .upload()
                    .id();
            Await.maybe(killed.append(SESSION, id, piece(0, bytes)).onErrorComplete());
            ContentStore slow = Faults.through(
                    ContentStore.class, local.contents(), "readUnfinished", read -> breakingOff(read, atOnce));
            ResumableUploads one = uploads(slow, local.files(), local.uploads());
            ResumableUploads other = uploads(slow, local.files(), local.uploads());
            assertThatThrownBy(() -> Await.one(one.status(SESSION, id))).isSameAs(gone);
            assertThatThrownBy(() -> Await.one(other.status(SESSION, id))).isSameAs(gone);

            UploadStatus status = Await.one(one.status(SESSION, id));

            assertThat(status.upload().digest()).contains(Sha256.of(bytes));
        }
    }

    private Flux<?> breakingOff(Flux<?> read, long after) {
        return Flux.defer(() -> {
            AtomicLong size = new AtomicLong();
            return read.cast(ByteBuffer.class)
                    .takeWhile(bytes -> size.addAndGet(bytes.remaining()) <= after)
                    .concatWith(Mono.defer(() -> size.get() > after ? Mono.error(gone) : Mono.empty()));
        });
    }

    @Test
    void whatThisServerHasDigestedShouldNotStandForWhatAnotherTookInstead() {
        UploadId id = begin(BYTES.length);
        byte[] other = ContentStoreFixture.randomBytes(HALF);
        // Digested here, but overtaken before it was stored.
        ContentStore slow = Faults.failing(ContentStore.class, contents, "append", gone);
        ResumableUploads here = uploads(contents, files, store);
        Await.maybe(
                uploads(slow, files, store).append(SESSION, id, piece(0, other)).onErrorComplete());
        Flux<DataBuffer> stalled = Flux.concat(buffers(other), Flux.never());
        CompletableFuture<?> overtaken = here.append(SESSION, id, piece(0, stalled, Optional.empty(), Optional.empty()))
                .toFuture();
        await().atMost(Await.TIMEOUT).until(() -> !transfers.all().isEmpty());

        long taken = offset(id);
        Await.one(uploads.append(SESSION, id, piece(taken, Arrays.copyOfRange(BYTES, (int) taken, HALF))));
        byte[] expected = BYTES.clone();
        System.arraycopy(other, 0, expected, 0, (int) taken);
        Await.one(here.append(SESSION, id, piece(HALF, secondHalf())));

        assertThat(overtaken).failsWithin(Await.TIMEOUT);
        assertThat(published().sha256()).isEqualTo(Sha256.of(expected));
    }

    @Test
    void whatThisServerCouldNotDropShouldNotStandForWhatAnotherTookInstead() {
        UploadId id = begin(BYTES.length);
        ResumableUploads here = uploads(Faults.failing(ContentStore.class, contents, "truncate", gone), files, store);
        int end = HALF + 400_000;
        byte[] right = Arrays.copyOfRange(BYTES, HALF, end);
        Checksum checksum =
                new Checksum(Checksum.Algorithm.SHA256, Sha256.of(right).bytes());
        Flux<DataBuffer> wrong = buffers(ContentStoreFixture.randomBytes(right.length));
        Await.one(here.append(SESSION, id, piece(0, firstHalf())));
        assertThatThrownBy(() -> Await.one(
                        here.append(SESSION, id, piece(HALF, wrong, Optional.empty(), Optional.of(checksum)))))
                .isSameAs(gone);
        assertThatThrownBy(() -> Await.one(here.status(SESSION, id))).isSameAs(gone);

        append(id, piece(HALF, right));
        Await.one(here.append(SESSION, id, piece(end, Arrays.copyOfRange(BYTES, end, BYTES.length))));

        assertPublishedOnce();
    }

    @Test
    void digestOfBytesThatACrashUndidShouldBeForgotten(@TempDir Path parent) throws IOException {
        Path folder = parent.resolve("data");
        UploadId id;
        try (LocalStore local = LocalStore.open(folder, clock, Reserve.DEFAULT)) {
            ResumableUploads first = uploads(local.contents(), local.files(), local.uploads());
            id = Await.one(first.create(SESSION, wanted(BYTES.length), Optional.empty()))
                    .upload()
                    .id();
            Await.one(first.append(SESSION, id, piece(0, firstHalf())));
            ContentStore unforced = Faults.failing(ContentStore.class, local.contents(), "sync", gone);
            ResumableUploads killed =
                    uploads(Faults.failing(ContentStore.class, unforced, "seal", gone), local.files(), local.uploads());
            Await.maybe(killed.append(SESSION, id, piece(HALF, secondHalf())).onErrorComplete());
            folder = CrashedCopy.of(folder);
        }
        byte[] other = ContentStoreFixture.randomBytes(BYTES.length - HALF);
        byte[] whole = BYTES.clone();
        System.arraycopy(other, 0, whole, HALF, other.length);

        try (LocalStore local = LocalStore.open(folder, clock, Reserve.DEFAULT)) {
            ResumableUploads restarted = uploads(local.contents(), local.files(), local.uploads());
            assertThat(Await.one(restarted.status(SESSION, id)).offset()).isEqualTo(HALF);
            UploadStatus status = Await.one(restarted.append(SESSION, id, piece(HALF, other)));

            assertThat(status.upload().digest()).contains(Sha256.of(whole));
            assertThat(Await.one(local.files().find(BO, NAME)).sha256()).isEqualTo(Sha256.of(whole));
        }
    }

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

    /** An upload that has all of its bytes and is no file; no server knows the digest. */
    private UploadId whole() {
        UploadId id = begin(BYTES.length);
        ResumableUploads broken = uploads(contents, files, Faults.failing(UploadStore.class, store, "arrived", gone));
        Await.maybe(broken.append(SESSION, id, piece(0, BYTES)).onErrorComplete());
        return id;
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
        ResumableUploads broken = uploads(
                Faults.failingAfter(ContentStore.class, contents, method, gone),
                Faults.failingAfter(FileStore.class, files, method, gone),
                Faults.failingAfter(UploadStore.class, store, method, gone));
        Await.maybe(broken.append(SESSION, id, piece(0, BYTES)).onErrorComplete());
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
    void tooLargeAnUploadShouldNotBegin() {
        assertThatThrownBy(() -> begin(LIMIT + 1)).isInstanceOf(FileTooLargeException.class);
        assertThat(contents.count()).isZero();
    }

    @Test
    void uploadShouldNotBeginWithoutRoom() {
        contents.limitTo(1000);
        assertThatThrownBy(() -> begin(1001)).isInstanceOf(StorageFullException.class);
        assertThat(contents.count()).isZero();
    }
}
