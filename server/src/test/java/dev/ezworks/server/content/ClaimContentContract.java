package dev.ezworks.server.content;

import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.one;
import static dev.ezworks.server.content.ContentStoreFixture.describe;
import static dev.ezworks.server.content.ContentStoreFixture.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Taking content over, and what that does to those who held it before. */
public interface ClaimContentContract extends ContentStoreFixture {
    @Test
    default void claimShouldTellTheSizeAndRaiseTheEpoch() {
        ContentId id = ContentId.random();
        Claim first = begin(id, randomBytes(12_345));

        Claim second = one(testee().claim(id, LEASE));

        assertThat(second.size()).isEqualTo(12_345);
        assertThat(second.epoch()).isGreaterThan(first.epoch());
    }

    @Test
    default void claimShouldFailWhenContentDoesNotExist() {
        assertThatThrownBy(() -> done(testee().claim(ContentId.random(), LEASE)))
                .isInstanceOf(NoSuchContentException.class);
    }

    @Test
    default void claimShouldFailWhenContentIsSettled() {
        ContentId id = store(randomBytes(10));

        assertThatThrownBy(() -> done(testee().claim(id, LEASE))).isInstanceOf(NoSuchContentException.class);
    }

    @Test
    default void claimShouldTakeOverSealedContentThatIsNotSettled() {
        ContentId id = ContentId.random();
        byte[] bytes = randomBytes(10);
        done(testee().seal(id, begin(id, bytes).epoch(), describe(bytes)));

        Claim claim = one(testee().claim(id, LEASE));

        assertThat(claim.size()).isEqualTo(10);
        done(testee().settle(id, claim.epoch()));
        assertThat(read(id, 10)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {1000, 1001, 1L << 40})
    default void claimAtAnOffsetShouldTellTheSizeWhenNoMoreIsThere(long offset) {
        ContentId id = ContentId.random();
        long first = durable(id, randomBytes(1000));

        Claim claim = one(testee().claim(id, LEASE, offset));

        assertThat(claim.size()).isEqualTo(1000);
        assertThat(claim.epoch()).isGreaterThan(first);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 999})
    default void claimAtAnOffsetShouldChangeNothingWhenMoreIsThere(long offset) {
        ContentId id = ContentId.random();
        byte[] bytes = randomBytes(3000);
        long epoch = durable(id, Arrays.copyOf(bytes, 1000));
        CountedSlabs slabs = new CountedSlabs();
        Flux<Slab> rest = slabs.of(Arrays.copyOfRange(bytes, 1000, 3000), 1000)
                .concatMap(slab -> refused(id, offset).thenReturn(slab));

        done(testee().append(id, epoch, 1000, rest));

        slabs.awaitAllReleased();
        done(testee().seal(id, epoch, describe(bytes)));
        done(refused(id, offset));
        done(testee().settle(id, epoch));
        assertThat(read(id, 3000)).isEqualTo(bytes);
    }

    private Mono<Void> refused(ContentId id, long offset) {
        return testee().claim(id, LEASE, offset)
                .flatMap(claim -> Mono.<Void>error(new AssertionError("claimed: " + claim)))
                .onErrorResume(
                        OffsetMismatchException.class,
                        mismatch -> Mono.fromRunnable(
                                () -> assertThat(mismatch.actual()).isGreaterThanOrEqualTo(1000)));
    }

    /** Unfinished content that holds these bytes, durably, and the epoch of its claim. */
    private long durable(ContentId id, byte[] bytes) {
        long epoch = begin(id, bytes).epoch();
        done(testee().sync(id, epoch));
        return epoch;
    }

    @Test
    default void claimAtAnOffsetShouldFailWhenThereIsNothingToClaim() {
        ContentId settled = store(randomBytes(10));

        assertThatThrownBy(() -> done(testee().claim(settled, LEASE, 10))).isInstanceOf(NoSuchContentException.class);
        assertThatThrownBy(() -> done(testee().claim(settled, LEASE, 0))).isInstanceOf(NoSuchContentException.class);
        assertThatThrownBy(() -> done(testee().claim(ContentId.random(), LEASE, 0)))
                .isInstanceOf(NoSuchContentException.class);
    }

    @Test
    default void everyWriteShouldBeRefusedWhenItsClaimIsOvertaken() {
        ContentId id = ContentId.random();
        byte[] bytes = randomBytes(1000);
        long stale = begin(id, bytes).epoch();
        Claim claim = one(testee().claim(id, LEASE));
        CountedSlabs slabs = new CountedSlabs();

        assertThatThrownBy(() -> done(testee().append(id, stale, 1000, slabs.of(bytes))))
                .isInstanceOf(StaleClaimException.class);
        assertThatThrownBy(() -> done(testee().seal(id, stale, describe(bytes))))
                .isInstanceOf(StaleClaimException.class);
        assertThatThrownBy(() -> done(testee().renew(id, stale))).isInstanceOf(StaleClaimException.class);
        slabs.awaitAllReleased();

        done(testee().seal(id, claim.epoch(), describe(bytes)));
        assertThatThrownBy(() -> done(testee().renew(id, stale))).isInstanceOf(StaleClaimException.class);
        assertThatThrownBy(() -> done(testee().settle(id, stale))).isInstanceOf(StaleClaimException.class);
        assertThat(read(id, 1000)).isEqualTo(bytes);
    }

    @Test
    default void ofTwoAppendsWithTheirOwnClaimsAtOneOffsetTheNewerShouldWin() {
        ContentId id = ContentId.random();
        Claim older = one(testee().create(id, LEASE));
        Claim newer = one(testee().claim(id, LEASE));
        byte[] lost = randomBytes(300_001);
        byte[] kept = randomBytes(300_002);
        CountedSlabs slabs = new CountedSlabs();

        List<Outcome> outcomes = one(Flux.merge(
                        outcome(testee().append(id, older.epoch(), 0, slabs.of(lost, 1009))),
                        outcome(testee().append(id, newer.epoch(), 0, slabs.of(kept, 1013))))
                .collectList());

        assertThat(outcomes).containsExactlyInAnyOrder(Outcome.STALE, Outcome.DONE);
        slabs.awaitAllReleased();
        done(testee().seal(id, newer.epoch(), describe(kept)));
        assertThat(read(id, kept.length)).isEqualTo(kept);
    }

    @Test
    default void manyWhoClaimAndGoOnFromThereShouldLeaveTheBytesWhole() {
        ContentId id = ContentId.random();
        done(testee().create(id, LEASE));
        byte[] bytes = randomBytes(50_000);
        CountedSlabs slabs = new CountedSlabs();
        Mono<Outcome> attempt = testee().claim(id, LEASE).flatMap(claim -> {
            byte[] rest = Arrays.copyOfRange(bytes, (int) claim.size(), bytes.length);
            return outcome(testee().append(id, claim.epoch(), claim.size(), slabs.of(rest, 997)));
        });

        List<Outcome> outcomes = one(
                Flux.merge(Stream.generate(() -> attempt).limit(10).toList()).collectList());

        // The last to claim is never overtaken.
        assertThat(outcomes).hasSize(10).contains(Outcome.DONE);
        slabs.awaitAllReleased();
        Claim last = one(testee().claim(id, LEASE));
        assertThat(last.size()).isEqualTo(bytes.length);
        done(testee().seal(id, last.epoch(), describe(bytes)));
        assertThat(read(id, bytes.length)).isEqualTo(bytes);
    }

    private static Mono<Outcome> outcome(Mono<Long> append) {
        return append.thenReturn(Outcome.DONE).onErrorReturn(StaleClaimException.class, Outcome.STALE);
    }

    /** How an append ended. */
    enum Outcome {
        DONE,
        STALE
    }
}
