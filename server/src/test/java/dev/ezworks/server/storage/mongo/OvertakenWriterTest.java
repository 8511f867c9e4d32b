package dev.ezworks.server.storage.mongo;

import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.one;
import static dev.ezworks.server.content.ContentStoreFixture.describe;
import static dev.ezworks.server.content.ContentStoreFixture.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import dev.ezworks.server.Await;
import dev.ezworks.server.content.Claim;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.CountedSlabs;
import dev.ezworks.server.content.NoSuchContentException;
import dev.ezworks.server.content.OffsetMismatchException;
import dev.ezworks.server.content.Slab;
import dev.ezworks.server.content.StaleClaimException;
import dev.ezworks.server.content.StoreUnavailableException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A writer whose batches reach the database only after somebody else has taken the content over. MongoDB holds them back
 * itself ({@code failCommand} with {@code blockConnection}), as a stalled network would.
 */
class OvertakenWriterTest extends UnreliableMongo {
    private final CountedSlabs slabs = new CountedSlabs();

    @Test
    void batchThatArrivesAfterATakeoverShouldNotReplaceTheNewerOne() throws Exception {
        // One slab: of two, each goes by itself, and either may be the one that is held back.
        byte[] lost = randomBytes(Slab.CAPACITY);
        byte[] kept = randomBytes(2 * Slab.CAPACITY + 5);
        ContentId id = ContentId.random();
        long stale = one(testee().create(id, LEASE)).epoch();
        CompletableFuture<@Nullable Long> stalled = appendStalled(id, stale, lost);

        Claim claim = one(testee().claim(id, LEASE));
        assertThat(claim.size()).isZero();
        done(testee().append(id, claim.epoch(), 0, slabs.of(kept)));
        done(testee().seal(id, claim.epoch(), describe(kept)));

        assertOvertaken(stalled);
        assertThat(read(id, kept.length)).isEqualTo(kept);
    }

    @Test
    void batchThatArrivesBeforeTheNewerOneShouldBeReplaced() throws Exception {
        byte[] kept = randomBytes(2 * Slab.CAPACITY + 5);
        ContentId id = ContentId.random();
        long stale = one(testee().create(id, LEASE)).epoch();
        CompletableFuture<@Nullable Long> stalled =
                appendStalled(id, stale, Arrays.copyOf(kept, Slab.CAPACITY), randomBytes(Slab.CAPACITY));
        Claim claim = one(testee().claim(id, LEASE));
        assertThat(claim.size()).isEqualTo(Slab.CAPACITY);
        assertOvertaken(stalled);
        assertThat(chunks(id)).isEqualTo(2);

        byte[] rest = Arrays.copyOfRange(kept, Slab.CAPACITY, kept.length);
        done(testee().append(id, claim.epoch(), claim.size(), slabs.of(rest)));
        done(testee().seal(id, claim.epoch(), describe(kept)));

        assertThat(read(id, kept.length)).isEqualTo(kept);
    }

    @Test
    void chunksThatArriveAfterSealingShouldBeRemoved() throws Exception {
        byte[] kept = randomBytes(2 * Slab.CAPACITY);
        ContentId id = ContentId.random();
        long stale = one(testee().create(id, LEASE)).epoch();
        CompletableFuture<@Nullable Long> stalled = appendStalled(id, stale, kept, randomBytes(Slab.CAPACITY));

        Claim claim = one(testee().claim(id, LEASE));
        done(testee().seal(id, claim.epoch(), describe(kept)));
        done(testee().settle(id, claim.epoch()));

        assertOvertaken(stalled);
        assertThat(chunks(id)).isEqualTo(2);
        assertThat(read(id, kept.length)).isEqualTo(kept);
    }

    @Test
    void chunksThatArriveAfterADeletionShouldBeRemoved() throws Exception {
        ContentId id = ContentId.random();
        long epoch = one(testee().create(id, LEASE)).epoch();
        CompletableFuture<@Nullable Long> stalled = appendStalled(id, epoch, randomBytes(2 * Slab.CAPACITY));

        done(testee().delete(id));

        assertThatThrownBy(() -> stalled.get(Await.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(NoSuchContentException.class);
        assertThat(chunks(id)).isZero();
    }

    @Test
    void tailThatAnOvertakenWriterMakesLongerShouldStayAsItWasClaimed() throws Exception {
        byte[] bytes = randomBytes(1000);
        ContentId id = ContentId.random();
        long stale = begin(id, bytes).epoch();
        stall("update", "fs.chunks");
        CompletableFuture<@Nullable Long> stalled =
                testee().append(id, stale, 1000, slabs.of(randomBytes(500))).toFuture();
        awaitStalled("update", "fs.chunks");

        Claim claim = one(testee().claim(id, LEASE));
        assertThat(claim.size()).isEqualTo(1000);

        assertOvertaken(stalled);
        done(testee().seal(id, claim.epoch(), describe(bytes)));
        assertThat(read(id, 1000)).isEqualTo(bytes);
    }

    @Test
    void chunksOfAnOvertakenWriterShouldNotBeTakenForThoseOfTheNextOne() throws Exception {
        byte[] first = randomBytes(Slab.CAPACITY);
        ContentId id = ContentId.random();
        long stale = one(testee().create(id, LEASE)).epoch();
        CompletableFuture<@Nullable Long> stalled = appendStalled(id, stale, first, randomBytes(Slab.CAPACITY));
        Claim second = one(testee().claim(id, LEASE));
        assertThat(second.size()).isEqualTo(Slab.CAPACITY);
        // What was held back comes in now, beyond what the second one has.
        assertOvertaken(stalled);
        assertThat(chunks(id)).isEqualTo(2);

        crashIn(id, second.epoch(), second.size());
        Claim third = one(testee().claim(id, LEASE));

        assertThat(third.size()).isEqualTo(Slab.CAPACITY);
        assertThat(chunks(id)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "find, fs.chunks, 2097152",
        "find, fs.chunks, 2097229",
        "update, contents, 2097152",
        "update, contents, 2097229",
        "update, fs.chunks, 2097229",
        "delete, fs.chunks, 2097152",
        "delete, fs.chunks, 2097229"
    })
    void ofTwoClaimsAtOnceTheNewerShouldCountAndTheOlderRemoveNothing(String command, String collection, int present)
            throws Exception {
        byte[] bytes = randomBytes(4 * Slab.CAPACITY);
        ContentId id = ContentId.random();
        long crashed = begin(id, Arrays.copyOf(bytes, present)).epoch();
        crashIn(id, crashed, 0);
        stall(command, collection);
        CompletableFuture<@Nullable Claim> older = testee().claim(id, LEASE).toFuture();
        awaitStalled(command, collection);

        Claim newer = one(testee().claim(id, LEASE));
        assertThat(newer.size()).isEqualTo(present);
        byte[] rest = Arrays.copyOfRange(bytes, present, bytes.length);
        done(testee().append(id, newer.epoch(), present, slabs.of(rest)));

        Claim late = Objects.requireNonNull(older.get(Await.TIMEOUT.toSeconds(), TimeUnit.SECONDS));
        assertThat(late.epoch()).isLessThan(newer.epoch());
        assertThat(late.size()).isLessThanOrEqualTo(present);
        done(testee().seal(id, newer.epoch(), describe(bytes)));
        assertThat(read(id, bytes.length)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"find", "update", "delete"})
    void truncationThatIsOvertakenShouldCountAndRemoveNothingOfTheNewerWriter(String command) throws Exception {
        byte[] bytes = randomBytes(4 * Slab.CAPACITY);
        int size = Slab.CAPACITY + 77;
        ContentId id = ContentId.random();
        long stale = begin(id, Arrays.copyOf(bytes, 3 * Slab.CAPACITY)).epoch();
        stall(command, "fs.chunks");
        CompletableFuture<@Nullable Void> truncation =
                testee().truncate(id, stale, size).toFuture();
        awaitStalled(command, "fs.chunks");

        Claim claim = one(testee().claim(id, LEASE));
        assertThat(claim.size()).isEqualTo(size);
        done(testee().append(id, claim.epoch(), size, slabs.of(Arrays.copyOfRange(bytes, size, bytes.length))));

        assertThatThrownBy(() -> truncation.get(Await.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StaleClaimException.class);
        done(testee().seal(id, claim.epoch(), describe(bytes)));
        assertThat(read(id, bytes.length)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"find", "update", "delete"})
    void truncationThatBreaksOffShouldCountAndBeFinishedByTheNextClaim(String command) {
        byte[] bytes = randomBytes(3 * Slab.CAPACITY);
        int size = Slab.CAPACITY + 77;
        ContentId id = ContentId.random();
        long epoch = begin(id, bytes).epoch();
        fail(command, "fs.chunks");
        assertThatThrownBy(() -> done(testee().truncate(id, epoch, size)))
                .isInstanceOf(StoreUnavailableException.class);
        work();

        // What lies beyond is not there any more, though the chunks may be: nobody may go on before they are gone.
        assertThatThrownBy(() -> done(testee().append(id, epoch, 3 * Slab.CAPACITY, slabs.of(bytes))))
                .isInstanceOf(OffsetMismatchException.class);
        assertThatThrownBy(() -> done(testee().append(id, epoch, size, slabs.of(bytes))))
                .isInstanceOf(StaleClaimException.class);
        Claim claim = one(testee().claim(id, LEASE));

        assertThat(claim.size()).isEqualTo(size);
        assertThat(chunks(id)).isEqualTo(2);
        byte[] kept = Arrays.copyOf(bytes, size);
        done(testee().seal(id, claim.epoch(), describe(kept)));
        assertThat(read(id, size)).isEqualTo(kept);
    }

    @Test
    void claimAfterACrashShouldFindWhatIsThereWithoutAGap() {
        byte[] bytes = randomBytes(6 * Slab.CAPACITY);
        ContentId id = ContentId.random();
        begin(id, bytes);
        // In the middle of it: its batches had come in, but for one chunk.
        crashIn(id, 1, 0);
        one(Mono.from(MONGO.database().getCollection("fs.chunks").deleteOne(chunk(id, 4))));

        Claim claim = one(testee().claim(id, LEASE));

        assertThat(claim.size()).isEqualTo(4L * Slab.CAPACITY);
        assertThat(chunks(id)).isEqualTo(4);
        byte[] rest = Arrays.copyOfRange(bytes, (int) claim.size(), bytes.length);
        done(testee().append(id, claim.epoch(), claim.size(), slabs.of(rest)));
        done(testee().seal(id, claim.epoch(), describe(bytes)));
        assertThat(read(id, bytes.length)).isEqualTo(bytes);
    }

    @Test
    void claimShouldMakeContentReadableWhoseSealingWasCutShort() {
        byte[] bytes = randomBytes(1000);
        ContentId id = ContentId.random();
        done(testee().seal(id, begin(id, bytes).epoch(), describe(bytes)));
        one(Mono.from(MONGO.database().getCollection("fs.files").deleteOne(Filters.eq("_id", id.value()))));
        assertThatThrownBy(() -> read(id, 1000)).isInstanceOf(NoSuchContentException.class);

        Claim claim = one(testee().claim(id, LEASE));

        assertThat(claim.size()).isEqualTo(1000);
        assertThat(read(id, 1000)).isEqualTo(bytes);
    }

    @Test
    void twoAppendsWithOneClaimShouldNotMix() throws Exception {
        byte[] bytes = randomBytes(2 * Slab.CAPACITY);
        ContentId id = ContentId.random();
        long epoch = one(testee().create(id, LEASE)).epoch();
        CompletableFuture<@Nullable Long> first = appendStalled(id, epoch, bytes);

        assertThatThrownBy(() -> done(testee().append(id, epoch, 0, slabs.of(randomBytes(2 * Slab.CAPACITY + 1)))))
                .isInstanceOf(StaleClaimException.class);

        assertThat(first.get(Await.TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(bytes.length);
        done(testee().seal(id, epoch, describe(bytes)));
        assertThat(read(id, bytes.length)).isEqualTo(bytes);
    }

    /** Begins an append that MongoDB holds back for a while. */
    private CompletableFuture<@Nullable Long> appendStalled(ContentId id, long epoch, byte[] bytes) {
        return appendStalled(id, epoch, new byte[0], bytes);
    }

    /** Begins an append of which the first bytes are stored and MongoDB holds back the others for a while. */
    private CompletableFuture<@Nullable Long> appendStalled(ContentId id, long epoch, byte[] first, byte[] others) {
        Sinks.Many<Flux<Slab>> source = Sinks.many().unicast().onBackpressureBuffer();
        CompletableFuture<@Nullable Long> append = testee().append(
                        id, epoch, 0, source.asFlux().concatMap(part -> part))
                .toFuture();
        source.tryEmitNext(slabs.of(first)).orThrow();
        await().atMost(Await.TIMEOUT).until(() -> slabs.released() == first.length / Slab.CAPACITY);
        stall("insert", "fs.chunks");
        source.tryEmitNext(slabs.of(others)).orThrow();
        source.tryEmitComplete().orThrow();
        awaitStalled("insert", "fs.chunks");
        return append;
    }

    /** As after a crash of the server in an append: the marker says that it is under way, and how far it was. */
    private static void crashIn(ContentId id, long epoch, long size) {
        one(Mono.from(MONGO.database()
                .getCollection("contents")
                .updateOne(
                        Filters.eq("_id", id.value()),
                        new Document("$set", new Document("size", size).append("writing", epoch)))));
    }

    private void assertOvertaken(CompletableFuture<@Nullable Long> append) {
        assertThatThrownBy(() -> append.get(Await.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StaleClaimException.class);
        slabs.awaitAllReleased();
    }

    private static Bson chunk(ContentId id, int n) {
        return Filters.and(Filters.eq("files_id", id.value()), Filters.eq("n", n));
    }
}
