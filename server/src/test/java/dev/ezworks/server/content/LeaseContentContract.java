package dev.ezworks.server.content;

import static dev.ezworks.server.Await.all;
import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.maybe;
import static dev.ezworks.server.Await.one;
import static dev.ezworks.server.content.ContentStoreFixture.describe;
import static dev.ezworks.server.content.ContentStoreFixture.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ezworks.server.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** How long content is kept that no version refers to. */
public interface LeaseContentContract extends ContentStoreFixture {
    @Test
    default void unfinishedContentShouldExpireWhenItsLeaseEnds() {
        ContentId id = ContentId.random();
        done(testee().create(id, Duration.ofMinutes(10)));

        clock().advance(Duration.ofMinutes(9));
        assertThat(all(testee().expired())).doesNotContain(id);

        clock().advance(Duration.ofMinutes(2));
        assertThat(all(testee().expired())).containsOnlyOnce(id);
    }

    @Test
    default void appendShouldRenewTheLease() {
        ContentId id = ContentId.random();
        long epoch = one(testee().create(id, LEASE)).epoch();

        clock().advance(Duration.ofMinutes(50));
        done(testee().append(id, epoch, 0, new CountedSlabs().of(randomBytes(10))));
        clock().advance(Duration.ofMinutes(50));

        assertThat(all(testee().expired())).doesNotContain(id);
    }

    @Test
    default void sealShouldRenewTheLeaseButNotEndIt() {
        ContentId id = ContentId.random();
        byte[] bytes = randomBytes(10);
        long epoch = begin(id, bytes).epoch();

        clock().advance(Duration.ofMinutes(50));
        done(testee().seal(id, epoch, describe(bytes)));
        clock().advance(Duration.ofMinutes(50));
        assertThat(all(testee().expired())).doesNotContain(id);

        clock().advance(Duration.ofMinutes(11));
        assertThat(all(testee().expired())).containsOnlyOnce(id);
    }

    @Test
    default void renewShouldRenewTheLease() {
        ContentId unfinished = ContentId.random();
        ContentId sealed = ContentId.random();
        byte[] bytes = randomBytes(10);
        long epoch = begin(unfinished, bytes).epoch();
        long sealedEpoch = begin(sealed, bytes).epoch();
        done(testee().seal(sealed, sealedEpoch, describe(bytes)));

        clock().advance(Duration.ofMinutes(50));
        done(testee().renew(unfinished, epoch));
        done(testee().renew(sealed, sealedEpoch));
        clock().advance(Duration.ofMinutes(50));
        assertThat(all(testee().expired())).doesNotContain(unfinished, sealed);

        clock().advance(Duration.ofMinutes(11));
        assertThat(all(testee().expired())).contains(unfinished, sealed);
    }

    @Test
    default void claimShouldRenewTheLeaseForItsOwnTime() {
        ContentId id = ContentId.random();
        done(testee().create(id, Duration.ofMinutes(10)));

        done(testee().claim(id, LEASE));
        clock().advance(Duration.ofMinutes(50));

        assertThat(all(testee().expired())).doesNotContain(id);
    }

    @Test
    default void renewShouldLastAsLongAsTheLastClaimSaid() {
        ContentId id = ContentId.random();
        done(testee().create(id, LEASE));
        long epoch = one(testee().claim(id, Duration.ofMinutes(10))).epoch();

        done(testee().renew(id, epoch));
        clock().advance(Duration.ofMinutes(11));

        assertThat(all(testee().expired())).containsOnlyOnce(id);
    }

    @Test
    default void settledContentShouldNeverExpire() {
        ContentId id = store(randomBytes(10));

        clock().advance(Duration.ofDays(4000));

        assertThat(all(testee().expired())).doesNotContain(id);
        assertThat(read(id, 10)).isEqualTo(randomBytes(10));
    }

    @Test
    default void expiredContentShouldStayUntilItIsDeleted() {
        ContentId id = ContentId.random();
        begin(id, randomBytes(10));
        clock().advance(LEASE.multipliedBy(2));

        Claim claim = one(testee().claim(id, LEASE));

        assertThat(claim.size()).isEqualTo(10);
        assertThat(all(testee().expired())).doesNotContain(id);
    }

    @Test
    default void claimExpiredShouldTakeOverWhatHasExpired() {
        ContentId id = ContentId.random();
        long stale = begin(id, randomBytes(10)).epoch();
        clock().advance(LEASE.multipliedBy(2));

        Claim claim = one(testee().claimExpired(id, LEASE));

        assertThat(claim.size()).isEqualTo(10);
        assertThat(claim.epoch()).isGreaterThan(stale);
        assertThat(all(testee().expired())).doesNotContain(id);
        assertThatThrownBy(() -> done(testee().renew(id, stale))).isInstanceOf(StaleClaimException.class);
        done(testee().seal(id, claim.epoch(), describe(randomBytes(10))));
        assertThat(read(id, 10)).isEqualTo(randomBytes(10));
    }

    @Test
    default void claimExpiredShouldTakeOverSealedContentThatHasExpired() {
        ContentId id = ContentId.random();
        byte[] bytes = randomBytes(10);
        done(testee().seal(id, begin(id, bytes).epoch(), describe(bytes)));
        clock().advance(LEASE.multipliedBy(2));

        done(testee().settle(id, one(testee().claimExpired(id, LEASE)).epoch()));

        assertThat(read(id, 10)).isEqualTo(bytes);
    }

    @Test
    default void claimExpiredShouldChangeNothingWhereTheLeaseHasBeenRenewed() {
        ContentId id = ContentId.random();
        long epoch = begin(id, randomBytes(10)).epoch();
        clock().advance(LEASE.multipliedBy(2));
        assertThat(all(testee().expired())).contains(id);
        done(testee().renew(id, epoch));

        assertThat(maybe(testee().claimExpired(id, Duration.ofDays(1)))).isEmpty();

        done(testee().renew(id, epoch));
        clock().advance(LEASE.plusMinutes(1));
        assertThat(all(testee().expired())).contains(id);
    }

    @Test
    default void claimExpiredShouldNotEndAnAppendWhoseLeaseRuns() throws Exception {
        ContentId id = ContentId.random();
        long epoch = one(testee().create(id, LEASE)).epoch();
        CountedSlabs slabs = new CountedSlabs();
        Sinks.Many<Flux<Slab>> source = Sinks.many().unicast().onBackpressureBuffer();
        CompletableFuture<@Nullable Long> append = testee().append(
                        id, epoch, 0, source.asFlux().concatMap(part -> part))
                .toFuture();
        source.tryEmitNext(slabs.of(randomBytes(10))).orThrow();
        slabs.awaitReleased(1);

        assertThat(maybe(testee().claimExpired(id, LEASE))).isEmpty();

        source.tryEmitNext(slabs.of(randomBytes(20))).orThrow();
        source.tryEmitComplete().orThrow();
        assertThat(append.get(Await.TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(30);
        slabs.awaitAllReleased();
    }

    @Test
    default void claimExpiredShouldFailWhenContentDoesNotExistOrIsSettled() {
        assertThatThrownBy(() -> done(testee().claimExpired(ContentId.random(), LEASE)))
                .isInstanceOf(NoSuchContentException.class);
        assertThatThrownBy(() -> done(testee().claimExpired(store(randomBytes(10)), LEASE)))
                .isInstanceOf(NoSuchContentException.class);
    }

    @Test
    default void longAppendShouldRenewTheLeaseOnItsWay() throws Exception {
        ContentId id = ContentId.random();
        long epoch = one(testee().create(id, Duration.ofMinutes(10))).epoch();
        CountedSlabs slabs = new CountedSlabs();
        Sinks.Many<Flux<Slab>> source = Sinks.many().unicast().onBackpressureBuffer();
        CompletableFuture<@Nullable Long> append = testee().append(
                        id, epoch, 0, source.asFlux().concatMap(part -> part))
                .toFuture();

        // Twice more than 16 MiB and a minute; together longer than the lease.
        for (int part = 0; part < 3; part++) {
            clock().advance(Duration.ofMinutes(part == 0 ? 0 : 5));
            source.tryEmitNext(slabs.of(new byte[33 * Slab.CAPACITY])).orThrow();
            int sent = 33 * (part + 1);
            await().atMost(Await.TIMEOUT)
                    .untilAsserted(() -> assertThat(slabs.released()).isGreaterThan(sent - 16));
        }
        await().atMost(Await.TIMEOUT)
                .untilAsserted(() -> assertThat(all(testee().expired())).doesNotContain(id));

        clock().advance(Duration.ofMinutes(4));
        assertThat(all(testee().expired())).doesNotContain(id);
        source.tryEmitComplete().orThrow();
        assertThat(append.get(Await.TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(99L * Slab.CAPACITY);
        slabs.awaitAllReleased();
    }
}
