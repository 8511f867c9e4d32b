package dev.ezworks.server.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Role;
import dev.ezworks.api.Sha256;
import dev.ezworks.api.Username;
import dev.ezworks.server.Await;
import dev.ezworks.server.MutableClock;
import dev.ezworks.server.account.InMemoryAccountStore;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.ContentStoreFixture;
import dev.ezworks.server.content.InMemoryContentStore;
import dev.ezworks.server.content.StoreUnavailableException;
import dev.ezworks.server.files.FileCatalog;
import dev.ezworks.server.files.FileQuery;
import dev.ezworks.server.files.FileStore;
import dev.ezworks.server.files.InMemoryFileStore;
import dev.ezworks.server.files.Precondition;
import dev.ezworks.server.files.PreconditionFailedException;
import dev.ezworks.server.files.Published;
import dev.ezworks.server.testing.Faults;
import dev.ezworks.server.transfers.ActiveTransfer;
import dev.ezworks.server.transfers.ActiveTransfers;
import dev.ezworks.server.transfers.BufferBudget;
import dev.ezworks.server.transfers.SteadyScheduler;
import dev.ezworks.server.transfers.TransferEndedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class UploadsTest {
    private static final ActiveTransfer.Party BO = new ActiveTransfer.Party("0", Role.OPS, new Username("bo"));
    private static final int LIMIT = 3 << 20;
    private static final byte[] BYTES = ContentStoreFixture.randomBytes(2_500_000);

    private final StoreUnavailableException gone = new StoreUnavailableException("gone", new IllegalStateException());
    private final MutableClock clock = new MutableClock();
    private final InMemoryContentStore contents = new InMemoryContentStore(clock);
    private final InMemoryFileStore files = new InMemoryFileStore();
    private final ActiveTransfers transfers = new ActiveTransfers(clock);
    private final BufferBudget budget = new BufferBudget(2 << 20);
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @AfterEach
    void nothingShouldBeHeld() {
        await().atMost(Await.TIMEOUT)
                .untilAsserted(() -> assertThat(budget.inUse()).isZero());
        assertThat(transfers.all()).isEmpty();
        threads.shutdown();
    }

    @Test
    void receivedFilesShouldBePublishedAndSettled() {
        List<Published> published = Await.one(uploads(contents, files)
                .upload(
                        BO,
                        receiver -> receiver.receive(file("a", BYTES)).then(receiver.receive(file("b", new byte[0])))));
        assertThat(published).extracting(one -> one.file().name().value()).containsExactly("a", "b");
        assertThat(published.get(0).file().sha256()).isEqualTo(Sha256.of(BYTES));
        assertThat(published.get(0).file().size()).isEqualTo(BYTES.length);
        assertThat(contents.countSettled()).isEqualTo(2);
    }

    @Test
    void noFilesShouldPublishNothing() {
        assertThat(Await.one(uploads(contents, files).upload(BO, receiver -> Mono.empty())))
                .isEmpty();
    }

    @Test
    void brokenSourceShouldLeaveNothing() {
        Flux<DataBuffer> broken = Flux.concat(buffers(BYTES), Flux.error(new IllegalStateException("broken")));
        assertThatThrownBy(() -> upload(contents, files, file("a", broken, Optional.empty(), Precondition.NONE)))
                .hasMessage("broken");
        assertNothingLeft();
    }

    @Test
    void otherDigestShouldLeaveNothing() {
        Optional<Sha256> other = Optional.of(Sha256.of(new byte[0]));
        assertThatThrownBy(() -> upload(contents, files, file("a", buffers(BYTES), other, Precondition.NONE)))
                .isInstanceOf(DigestMismatchException.class);
        assertNothingLeft();
    }

    @Test
    void tooLargeAFileShouldLeaveNothing() {
        assertThatThrownBy(() -> upload(contents, files, file("a", new byte[LIMIT + 1])))
                .isInstanceOf(FileTooLargeException.class);
        assertNothingLeft();
    }

    @Test
    void largestFileShouldGetThrough() {
        upload(contents, files, file("a", new byte[LIMIT]));
        assertThat(contents.countSettled()).isEqualTo(1);
    }

    @Test
    void stalePreconditionShouldLeaveNothing() {
        assertThatThrownBy(() -> upload(
                        contents, files, file("a", buffers(BYTES), Optional.empty(), new Precondition.Present())))
                .isInstanceOf(PreconditionFailedException.class);
        assertNothingLeft();
    }

    @Test
    void checkShouldTellInTimeWhatWouldFailInTheEnd() {
        FileName name = FileName.of("a");
        Uploads uploads = uploads(contents, files);
        assertThatThrownBy(() -> Await.done(uploads.check(BO, name, new Precondition.Present())))
                .isInstanceOf(PreconditionFailedException.class);
        Await.done(uploads.check(BO, name, new Precondition.Absent()));
        Await.done(uploads.check(BO, name, Precondition.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "append", "seal"})
    void failureOfTheStoreBeforePublishingShouldLeaveNothing(String step) {
        ContentStore failing = Faults.failing(ContentStore.class, contents, step, gone);
        assertThatThrownBy(() -> upload(failing, files, file("a", BYTES))).isSameAs(gone);
        assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"append", "seal"})
    void failureAfterTheCallHappenedShouldLeaveNothing(String step) {
        ContentStore failing = Faults.failingAfter(ContentStore.class, contents, step, gone);
        assertThatThrownBy(() -> upload(failing, files, file("a", BYTES))).isSameAs(gone);
        assertNothingLeft();
    }

    @Test
    void secondFileThatFailsShouldTakeTheFirstWithIt() {
        assertThatThrownBy(() -> Await.one(uploads(contents, files)
                        .upload(
                                BO,
                                receiver -> receiver.receive(file("a", BYTES))
                                        .then(receiver.receive(file("b", new byte[LIMIT + 1]))))))
                .isInstanceOf(FileTooLargeException.class);
        assertNothingLeft();
    }

    @Test
    void leaseThatCannotBeRenewedShouldKeepAllFromBeingPublished() {
        ContentStore failing = Faults.failing(ContentStore.class, contents, "renew", gone);
        assertThatThrownBy(() -> Await.one(uploads(failing, files)
                        .upload(
                                BO,
                                receiver ->
                                        receiver.receive(file("a", BYTES)).then(receiver.receive(file("b", BYTES))))))
                .isSameAs(gone);
        assertNothingLeft();
    }

    @Test
    void publishOfUnknownOutcomeShouldLeaveTheContentToTheSweep() {
        FileStore failing = Faults.failingAfter(FileStore.class, files, "publish", gone);
        assertThatThrownBy(() -> upload(contents, failing, file("a", BYTES))).isSameAs(gone);
        assertThat(contents.count()).isEqualTo(1);
        assertThat(contents.countSettled()).isZero();
        assertThat(listed()).isEqualTo(1);
    }

    @Test
    void settlingThatFailsShouldNotFailTheUpload() {
        ContentStore failing = Faults.failing(ContentStore.class, contents, "settle", gone);
        upload(failing, files, file("a", BYTES));
        assertThat(listed()).isEqualTo(1);
        assertThat(contents.count()).isEqualTo(1);
    }

    @Test
    void deletingThatFailsShouldNotHideTheReason() {
        ContentStore failing = Faults.failing(ContentStore.class, contents, "delete", gone);
        assertThatThrownBy(() -> upload(failing, files, file("a", new byte[LIMIT + 1])))
                .isInstanceOf(FileTooLargeException.class);
        assertThat(listed()).isZero();
    }

    @Test
    void cancelBeforePublishingShouldLeaveNothing() {
        Flux<DataBuffer> endless = Flux.concat(buffers(BYTES), Flux.never());
        Disposable upload = uploads(contents, files)
                .upload(BO, receiver -> receiver.receive(file("a", endless, Optional.empty(), Precondition.NONE)))
                .subscribe();
        await().atMost(Await.TIMEOUT).until(() -> transfers.all().stream().anyMatch(one -> one.bytes() > 2_000_000));
        upload.dispose();
        await().atMost(Await.TIMEOUT).untilAsserted(this::assertNothingLeft);
    }

    @Test
    void cancelWhilePublishingShouldLeaveTheContentToTheSweep() {
        FileStore silent = Faults.silentAfter(FileStore.class, files, "publish");
        Disposable upload = uploads(contents, silent)
                .upload(BO, receiver -> receiver.receive(file("a", BYTES)))
                .subscribe();
        await().atMost(Await.TIMEOUT).until(() -> listed() == 1);
        upload.dispose();
        assertThat(contents.count()).isEqualTo(1);
        assertThat(listed()).isEqualTo(1);
    }

    @Test
    void endedTransferShouldLeaveNothing() {
        Flux<DataBuffer> endless = Flux.concat(buffers(BYTES), Flux.never());
        Mono<List<Published>> upload = uploads(contents, files)
                .upload(BO, receiver -> receiver.receive(file("a", endless, Optional.empty(), Precondition.NONE)))
                .doOnSubscribe(begun -> Schedulers.single().schedule(() -> {
                    await().atMost(Await.TIMEOUT).until(() -> !transfers.all().isEmpty());
                    transfers.endAll();
                }));
        assertThatThrownBy(() -> Await.one(upload)).isInstanceOf(TransferEndedException.class);
        assertNothingLeft();
    }

    private void upload(ContentStore contentStore, FileStore fileStore, IncomingFile file) {
        Await.one(uploads(contentStore, fileStore).upload(BO, receiver -> receiver.receive(file)));
    }

    private Uploads uploads(ContentStore contentStore, FileStore fileStore) {
        FileCatalog catalog = new FileCatalog(fileStore, new InMemoryAccountStore(), clock);
        return new Uploads(
                contentStore,
                catalog,
                transfers,
                new UploadLimits(LIMIT, Duration.ofHours(1), Duration.ofDays(7)),
                new SteadyScheduler(threads));
    }

    private IncomingFile file(String name, byte[] bytes) {
        return file(name, buffers(bytes), Optional.empty(), Precondition.NONE);
    }

    private IncomingFile file(String name, Flux<DataBuffer> bytes, Optional<Sha256> digest, Precondition precondition) {
        return new IncomingFile(FileName.of(name), "text/plain", digest, precondition, new SlabFlux(bytes, budget));
    }

    private static Flux<DataBuffer> buffers(byte[] bytes) {
        int piece = 10_000;
        return Flux.range(0, (bytes.length + piece - 1) / piece)
                .map(i -> DefaultDataBufferFactory.sharedInstance.wrap(
                        ByteBuffer.wrap(bytes, i * piece, Math.min(piece, bytes.length - i * piece))));
    }

    private long listed() {
        return Await.one(files.list(BO.username(), FileQuery.ALL).count());
    }

    private void assertNothingLeft() {
        assertThat(contents.count()).isZero();
        assertThat(listed()).isZero();
    }
}
