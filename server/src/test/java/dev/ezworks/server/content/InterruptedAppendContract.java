package dev.ezworks.server.content;

import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.one;
import static dev.ezworks.server.content.ContentStoreFixture.describe;
import static dev.ezworks.server.content.ContentStoreFixture.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ezworks.server.Await;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** Appends that do not come to their end: what was sent shows only as a prefix without a gap, and no slab is lost. */
public interface InterruptedAppendContract extends ContentStoreFixture {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 20})
    default void errorInTheSourceShouldKeepAPrefix(int slabsBeforeTheError) {
        byte[] bytes = randomBytes(20 * 700_001);
        byte[] sent = Arrays.copyOf(bytes, slabsBeforeTheError * 700_001);
        ContentId id = ContentId.random();
        long epoch = one(testee().create(id, LEASE)).epoch();
        CountedSlabs slabs = new CountedSlabs();
        Flux<Slab> broken = slabs.of(sent, 700_001).concatWith(Flux.error(new SourceException()));

        assertThatThrownBy(() -> done(testee().append(id, epoch, 0, broken))).isInstanceOf(SourceException.class);

        slabs.awaitAllReleased();
        finishAndCheck(id, bytes, sent.length);
    }

    @Test
    default void cancelledAppendShouldKeepAPrefixAndShowNothing() {
        byte[] bytes = randomBytes(8 * Slab.CAPACITY);
        ContentId id = ContentId.random();
        long epoch = one(testee().create(id, LEASE)).epoch();
        CountedSlabs slabs = new CountedSlabs();
        Flux<Slab> stalled =
                slabs.of(Arrays.copyOf(bytes, 5 * Slab.CAPACITY), 900_001).concatWith(Flux.never());

        Disposable append = testee().append(id, epoch, 0, stalled).subscribe();
        await().atMost(Await.TIMEOUT)
                .untilAsserted(() -> assertThat(slabs.released()).isPositive());
        append.dispose();

        slabs.awaitAllReleased();
        assertThatThrownBy(() -> read(id, 1)).isInstanceOf(NoSuchContentException.class);
        assertThat(testee().file(id, 5L * Slab.CAPACITY)).isEmpty();
        finishAndCheck(id, bytes, 5 * Slab.CAPACITY);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 7})
    default void appendCancelledWhileSlabsArriveShouldReleaseThemAll(long requestedBeforeTheCancel) {
        byte[] bytes = randomBytes(10 * 300_007);
        ContentId id = ContentId.random();
        long epoch = one(testee().create(id, LEASE)).epoch();
        CountedSlabs slabs = new CountedSlabs();
        CompletableFuture<Boolean> reached = new CompletableFuture<>();
        Flux<Slab> source = slabs.of(bytes, 300_007)
                .index()
                .doOnNext(indexed -> {
                    if (indexed.getT1() == requestedBeforeTheCancel) {
                        reached.complete(true);
                    }
                })
                .map(indexed -> indexed.getT2());

        Disposable append = testee().append(id, epoch, 0, source).subscribe();
        reached.orTimeout(Await.TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
        append.dispose();

        slabs.awaitAllReleased();
        finishAndCheck(id, bytes, bytes.length);
    }

    @Test
    default void runningAppendShouldFailWhenItsClaimIsOvertaken() {
        byte[] bytes = randomBytes(6 * 500_003);
        ContentId id = ContentId.random();
        long stale = one(testee().create(id, LEASE)).epoch();
        CountedSlabs slabs = new CountedSlabs();
        Sinks.Many<Slab> source = Sinks.many().unicast().onBackpressureBuffer();
        CompletableFuture<@Nullable Long> append =
                testee().append(id, stale, 0, source.asFlux()).toFuture();
        awaitSubscriber(source);
        source.tryEmitNext(slabs.slab(Arrays.copyOfRange(bytes, 0, 500_003))).orThrow();
        source.tryEmitNext(slabs.slab(Arrays.copyOfRange(bytes, 500_003, 2 * 500_003)))
                .orThrow();

        Claim claim = one(testee().claim(id, LEASE));
        // The sink may be cancelled already: then it takes no more, and what it refuses stays ours.
        Slab late = slabs.slab(randomBytes(500_003));
        if (source.tryEmitNext(late).isFailure()) {
            late.release();
        }
        source.tryEmitComplete();

        assertThatThrownBy(() -> append.get(Await.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StaleClaimException.class);
        slabs.awaitAllReleased();
        assertThat(claim.size()).isBetween(0L, 2L * 500_003);
        finish(id, claim, bytes);
        assertThat(read(id, bytes.length)).isEqualTo(bytes);
    }

    @Test
    default void runningAppendShouldFailWhenItsContentIsDeleted() {
        ContentId id = ContentId.random();
        long epoch = one(testee().create(id, LEASE)).epoch();
        CountedSlabs slabs = new CountedSlabs();
        Sinks.Many<Slab> source = Sinks.many().unicast().onBackpressureBuffer();
        CompletableFuture<@Nullable Long> append =
                testee().append(id, epoch, 0, source.asFlux()).toFuture();
        awaitSubscriber(source);
        source.tryEmitNext(slabs.slab(randomBytes(500_003))).orThrow();

        done(testee().delete(id));
        Slab late = slabs.slab(randomBytes(500_003));
        if (source.tryEmitNext(late).isFailure()) {
            late.release();
        }
        source.tryEmitComplete();

        assertThatThrownBy(() -> append.get(Await.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfAny(NoSuchContentException.class, StaleClaimException.class);
        slabs.awaitAllReleased();
        assertThatThrownBy(() -> done(testee().claim(id, LEASE))).isInstanceOf(NoSuchContentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 700_001, 3 * Slab.CAPACITY})
    default void appendToWhichNothingComesShouldEndWhenItsClaimIsOvertaken(int sent) {
        byte[] bytes = randomBytes(4 * Slab.CAPACITY);
        ContentId id = ContentId.random();
        long stale = one(testee().create(id, LEASE)).epoch();
        CountedSlabs slabs = new CountedSlabs();
        CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
        CompletableFuture<@Nullable Long> append = testee().append(
                        id, stale, 0, stalledAfter(slabs, Arrays.copyOf(bytes, sent), cancelled))
                .toFuture();
        slabs.awaitReleased(sent == 0 ? 0 : 1);

        Claim claim = one(testee().claim(id, LEASE));

        assertThatThrownBy(() -> append.get(Await.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StaleClaimException.class);
        assertThat(cancelled).succeedsWithin(Await.TIMEOUT);
        slabs.awaitAllReleased();
        finish(id, claim, bytes);
        assertThat(read(id, bytes.length)).isEqualTo(bytes);
    }

    @Test
    default void appendToWhichNothingComesShouldEndWhenItsContentIsDeleted() {
        ContentId id = ContentId.random();
        long epoch = one(testee().create(id, LEASE)).epoch();
        CountedSlabs slabs = new CountedSlabs();
        CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
        CompletableFuture<@Nullable Long> append = testee().append(
                        id, epoch, 0, stalledAfter(slabs, randomBytes(500_003), cancelled))
                .toFuture();
        slabs.awaitReleased(1);

        done(testee().delete(id));

        assertThatThrownBy(() -> append.get(Await.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfAny(NoSuchContentException.class, StaleClaimException.class);
        assertThat(cancelled).succeedsWithin(Await.TIMEOUT);
        slabs.awaitAllReleased();
    }

    private static Flux<Slab> stalledAfter(CountedSlabs slabs, byte[] bytes, CompletableFuture<Boolean> cancelled) {
        return slabs.of(bytes).concatWith(Flux.never()).doOnCancel(() -> cancelled.complete(true));
    }

    /** What nobody has subscribed to is nobody's to release. */
    private static void awaitSubscriber(Sinks.Many<Slab> source) {
        await().atMost(Await.TIMEOUT)
                .untilAsserted(() -> assertThat(source.currentSubscriberCount()).isOne());
    }

    private void finishAndCheck(ContentId id, byte[] bytes, long sent) {
        Claim claim = one(testee().claim(id, LEASE));
        assertThat(claim.size()).isBetween(0L, sent);
        finish(id, claim, bytes);
        assertThat(read(id, bytes.length)).isEqualTo(bytes);
    }

    private void finish(ContentId id, Claim claim, byte[] bytes) {
        byte[] rest = Arrays.copyOfRange(bytes, (int) claim.size(), bytes.length);
        CountedSlabs slabs = new CountedSlabs();
        done(testee().append(id, claim.epoch(), claim.size(), slabs.of(rest)));
        slabs.awaitAllReleased();
        done(testee().seal(id, claim.epoch(), describe(bytes)));
    }

    /** The connection broke, say. */
    final class SourceException extends RuntimeException {
        SourceException() {
            super("the source broke");
        }
    }
}
