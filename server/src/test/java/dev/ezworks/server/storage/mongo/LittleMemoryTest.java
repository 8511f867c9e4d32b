package dev.ezworks.server.storage.mongo;

import static dev.ezworks.server.Await.one;
import static dev.ezworks.server.content.ContentStoreFixture.describe;
import static dev.ezworks.server.content.ContentStoreFixture.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.api.Sha256;
import dev.ezworks.server.Await;
import dev.ezworks.server.content.ByteRange;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.Slab;
import dev.ezworks.server.testing.Mongod;
import dev.ezworks.server.transfers.BufferBudget;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Far more transfers at once than there is memory for. */
class LittleMemoryTest {
    private static final Duration LEASE = Duration.ofHours(1);
    private static final int MIB = BufferBudget.POOLED;
    private static final int SIZE = 5 * MIB + 7;
    private static final int TRANSFERS = 16;

    private final BufferBudget budget = new BufferBudget(4L * MIB);
    private MongoStore store;
    private ContentStore contents;

    @BeforeEach
    void open() {
        store = one(MongoStore.open(Mongod.replicaSet().freshDatabase(), budget, Clock.systemUTC()));
        contents = store.contents();
    }

    @AfterEach
    void nothingShouldBeInUse() {
        await().atMost(Await.TIMEOUT)
                .untilAsserted(() -> assertThat(budget.usage().inUse()).isZero());
        store.close();
    }

    @Test
    void uploadsAndDownloadsShouldAllEnd() {
        byte[] bytes = randomBytes(SIZE);
        ContentId stored = one(upload(bytes));

        Flux<Boolean> uploads = Flux.range(0, TRANSFERS)
                .flatMap(i -> upload(bytes).flatMap(this::digest), TRANSFERS)
                .map(Sha256.of(bytes)::equals);
        Flux<Boolean> downloads =
                Flux.range(0, TRANSFERS).flatMap(i -> digest(stored), TRANSFERS).map(Sha256.of(bytes)::equals);

        assertThat(one(Flux.merge(uploads, downloads).collectList()))
                .hasSize(2 * TRANSFERS)
                .containsOnly(true);
    }

    @Test
    void readersWhoStopReadingShouldHoldNobodyUpAndLoseNothing() {
        byte[] bytes = randomBytes(SIZE);
        ContentId stored = one(upload(bytes));
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < TRANSFERS; i++) {
            Reader reader = new Reader();
            contents.read(stored, ByteRange.whole(SIZE)).subscribe(reader);
            readers.add(reader);
        }

        ContentId other = one(upload(bytes));

        assertThat(one(digest(other))).isEqualTo(Sha256.of(bytes));
        readers.forEach(Reader::goOn);
        for (Reader reader : readers) {
            await().atMost(Await.TIMEOUT).until(() -> reader.isDisposed());
            assertThat(reader.digest()).isEqualTo(Sha256.of(bytes));
        }
    }

    @Test
    void readerWhoGoesAwayShouldLeaveNothingBehind() {
        ContentId stored = one(upload(randomBytes(SIZE)));
        Reader reader = new Reader();
        contents.read(stored, ByteRange.whole(SIZE)).subscribe(reader);
        await().atMost(Await.TIMEOUT).until(() -> reader.pieces.get() > 0);

        reader.cancel();
    }

    private Mono<ContentId> upload(byte[] bytes) {
        ContentId id = ContentId.random();
        return contents.create(id, LEASE)
                .flatMap(claim -> contents.append(id, claim.epoch(), 0, slabs(bytes))
                        .then(contents.seal(id, claim.epoch(), describe(bytes)))
                        .thenReturn(id));
    }

    private Flux<Slab> slabs(byte[] bytes) {
        BufferBudget.Share share = budget.share();
        return Flux.range(0, (bytes.length + MIB - 1) / MIB)
                .concatMap(
                        i -> share.acquire(MIB).map(memory -> {
                            int length = Math.min(MIB, bytes.length - i * MIB);
                            System.arraycopy(bytes, i * MIB, memory.array(), 0, length);
                            return new Slab(memory.array(), length, memory::release);
                        }),
                        0);
    }

    private Mono<Sha256> digest(ContentId id) {
        return contents.read(id, ByteRange.whole(SIZE))
                .reduceWith(Sha256::newDigest, LittleMemoryTest::updated)
                .map(digest -> Sha256.ofBytes(digest.digest()));
    }

    private static MessageDigest updated(MessageDigest digest, ByteBuffer piece) {
        digest.update(piece);
        return digest;
    }

    /** Takes one piece, and the rest only when it is told to. */
    private static final class Reader extends BaseSubscriber<ByteBuffer> {
        private final MessageDigest digest = Sha256.newDigest();
        private final AtomicInteger pieces = new AtomicInteger();

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            subscription.request(1);
        }

        @Override
        protected void hookOnNext(ByteBuffer piece) {
            digest.update(piece);
            pieces.incrementAndGet();
        }

        void goOn() {
            requestUnbounded();
        }

        Sha256 digest() {
            return Sha256.ofBytes(digest.digest());
        }
    }
}
