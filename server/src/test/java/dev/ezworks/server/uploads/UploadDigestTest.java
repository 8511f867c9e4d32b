package dev.ezworks.server.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ezworks.api.Sha256;
import dev.ezworks.server.Await;
import dev.ezworks.server.content.ByteRange;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.ContentStoreFixture;
import dev.ezworks.server.storage.local.CrashedCopy;
import dev.ezworks.server.storage.local.LocalStore;
import dev.ezworks.server.storage.local.Reserve;
import dev.ezworks.server.testing.Faults;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The digest goes along with the bytes, and is never that of others. */
class UploadDigestTest extends ResumableUploadsFixture {
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
}
