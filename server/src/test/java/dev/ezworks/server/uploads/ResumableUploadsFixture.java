package dev.ezworks.server.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Role;
import dev.ezworks.api.Sha256;
import dev.ezworks.api.Username;
import dev.ezworks.server.Await;
import dev.ezworks.server.MutableClock;
import dev.ezworks.server.account.Account;
import dev.ezworks.server.account.InMemoryAccountStore;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.ContentStoreFixture;
import dev.ezworks.server.content.InMemoryContentStore;
import dev.ezworks.server.content.StoreUnavailableException;
import dev.ezworks.server.files.FileCatalog;
import dev.ezworks.server.files.FileQuery;
import dev.ezworks.server.files.FileStore;
import dev.ezworks.server.files.InMemoryFileStore;
import dev.ezworks.server.files.StoredFile;
import dev.ezworks.server.session.InMemorySessionStore;
import dev.ezworks.server.session.Session;
import dev.ezworks.server.testing.Faults;
import dev.ezworks.server.transfers.ActiveTransfer;
import dev.ezworks.server.transfers.ActiveTransfers;
import dev.ezworks.server.transfers.BufferBudget;
import dev.ezworks.server.transfers.SteadyScheduler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;

/** Resumable uploads over stores in memory, with what their tests ask of them again and again. */
abstract class ResumableUploadsFixture {
    static final Username BO = new Username("bo");
    static final ActiveTransfer.Party SESSION = new ActiveTransfer.Party("1", Role.OPS, BO);
    static final ActiveTransfer.Party NEXT_SESSION = new ActiveTransfer.Party("2", Role.OPS, BO);
    static final FileName NAME = FileName.of("a");
    static final long LIMIT = 100L << 20;
    static final Duration EXPIRY = Duration.ofDays(7);
    static final byte[] BYTES = ContentStoreFixture.randomBytes(2_500_000);
    static final int HALF = 1_300_000;

    final StoreUnavailableException gone = new StoreUnavailableException("gone", new IllegalStateException());
    final MutableClock clock = new MutableClock();
    final InMemoryContentStore contents = new InMemoryContentStore(clock);
    final InMemoryFileStore files = new InMemoryFileStore();
    final InMemoryUploadStore store = new InMemoryUploadStore();
    final InMemorySessionStore sessions = new InMemorySessionStore();
    final InMemoryAccountStore accounts = new InMemoryAccountStore();
    final ActiveTransfers transfers = new ActiveTransfers(clock);
    final BufferBudget budget = new BufferBudget(4 << 20);
    final ExecutorService threads = Executors.newFixedThreadPool(4);
    final ResumableUploads uploads = uploads(contents, files, store);

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

    ResumableUploads uploads(ContentStore contentStore, FileStore fileStore, UploadStore uploadStore) {
        return uploads(contentStore, fileStore, uploadStore, LIMIT);
    }

    /** A server of the same stores that takes files of so many bytes at most. */
    ResumableUploads limitedTo(long bytes) {
        return uploads(contents, files, store, bytes);
    }

    private ResumableUploads uploads(
            ContentStore contentStore, FileStore fileStore, UploadStore uploadStore, long maxFileSize) {
        UploadPorts ports = new UploadPorts(
                contentStore, uploadStore, new FileCatalog(fileStore, accounts, clock), sessions, accounts);
        UploadLimits limits = new UploadLimits(maxFileSize, Duration.ofHours(1), EXPIRY);
        return ResumableUploads.over(ports, transfers, limits, new SteadyScheduler(threads), clock);
    }

    UploadId begin(long length) {
        return begin(Optional.of(length));
    }

    UploadId begin(Optional<Long> length) {
        return Await.one(uploads.create(SESSION, wanted(length), Optional.empty()))
                .upload()
                .id();
    }

    static NewUpload wanted(long length) {
        return wanted(Optional.of(length));
    }

    static NewUpload wanted(Optional<Long> length) {
        return new NewUpload(NAME, "text/plain", "filename YQ==", length, Optional.empty(), false);
    }

    Piece piece(long offset, byte[] bytes) {
        return piece(offset, buffers(bytes), Optional.empty(), Optional.empty());
    }

    Piece piece(long offset, Flux<DataBuffer> bytes, Optional<Sha256> expected, Optional<Checksum> checksum) {
        return new Piece(
                offset,
                Optional.empty(),
                Optional.empty(),
                expected,
                checksum,
                arrived -> new SlabFlux(bytes.doOnNext(buffer -> arrived.run()), budget, offset));
    }

    static Flux<DataBuffer> buffers(byte[] bytes) {
        int piece = 10_000;
        return Flux.range(0, (bytes.length + piece - 1) / piece)
                .map(i -> DefaultDataBufferFactory.sharedInstance.wrap(
                        ByteBuffer.wrap(bytes, i * piece, Math.min(piece, bytes.length - i * piece))));
    }

    static byte[] firstHalf() {
        return Arrays.copyOf(BYTES, HALF);
    }

    static byte[] secondHalf() {
        return Arrays.copyOfRange(BYTES, HALF, BYTES.length);
    }

    UploadStatus append(UploadId id, Piece piece) {
        return Await.one(uploads.append(SESSION, id, piece));
    }

    long offset(UploadId id) {
        return Await.one(uploads.status(SESSION, id)).offset();
    }

    StoredFile published() {
        return Await.one(files.find(BO, NAME));
    }

    long listed() {
        return Await.one(files.list(BO, FileQuery.ALL).count());
    }

    void assertPublishedOnce() {
        assertThat(published().sha256()).isEqualTo(Sha256.of(BYTES));
        assertThat(published().version()).isEqualTo(1);
        assertThat(Await.one(contents.length(published().content()))).isEqualTo(BYTES.length);
        assertThat(contents.countSettled()).isEqualTo(1);
    }

    /** An upload that has all of its bytes and is no file; no server knows the digest. */
    UploadId whole() {
        UploadId id = begin(BYTES.length);
        ResumableUploads broken = uploads(contents, files, Faults.failing(UploadStore.class, store, "arrived", gone));
        Await.maybe(broken.append(SESSION, id, piece(0, BYTES)).onErrorComplete());
        return id;
    }
}
