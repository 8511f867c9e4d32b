package dev.ezworks.server.maintenance;

import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.maybe;
import static dev.ezworks.server.Await.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.server.MutableClock;
import dev.ezworks.server.content.ContentId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What {@link ScrubStore} promises, to be run against every adapter, each test with a fresh store. */
public interface ScrubStoreContract {
    /** How long claims keep others away in these tests. */
    Duration LEASE = Duration.ofMinutes(2);

    /** When a scrub is completed. */
    Instant END = Instant.parse("2026-03-04T05:06:07.089Z");

    /** The store under test. */
    ScrubStore testee();

    /** The clock that the store runs on. */
    MutableClock clock();

    @Test
    default void freshStoreShouldNeverHaveBeenScrubbed() {
        assertThat(one(testee().progress())).isEqualTo(ScrubProgress.NEVER);
        assertThat(one(testee().claim(LEASE)).progress()).isEqualTo(ScrubProgress.NEVER);
    }

    @Test
    default void advanceShouldBeWhereTheNextClaimGoesOn() {
        ContentId position = ContentId.random();
        long epoch = one(testee().claim(LEASE)).epoch();

        done(testee().advance(epoch, position, LEASE));

        ScrubProgress expected = new ScrubProgress(position, Instant.EPOCH);
        assertThat(one(testee().progress())).isEqualTo(expected);
        clock().advance(LEASE);
        assertThat(one(testee().claim(LEASE)).progress()).isEqualTo(expected);
    }

    @Test
    default void claimShouldKeepOthersAwayUntilItsLeaseEnds() {
        long epoch = one(testee().claim(LEASE)).epoch();
        assertThat(maybe(testee().claim(LEASE))).isEmpty();

        clock().advance(LEASE.minusMillis(1));
        assertThat(maybe(testee().claim(LEASE))).isEmpty();
        done(testee().advance(epoch, ContentId.random(), LEASE));

        clock().advance(LEASE.minusMillis(1));
        assertThat(maybe(testee().claim(LEASE))).isEmpty();
        clock().advance(Duration.ofMillis(1));
        assertThat(one(testee().claim(LEASE)).epoch()).isGreaterThan(epoch);
    }

    @Test
    default void ofSeveralClaimsAtOnceOneShouldWin() {
        List<ScrubClaim> claims =
                one(Flux.range(0, 8).flatMap(i -> testee().claim(LEASE), 8).collectList());

        assertThat(claims).hasSize(1);
    }

    @Test
    default void completeShouldLetTheNextOneBeginAgain() {
        long epoch = one(testee().claim(LEASE)).epoch();
        done(testee().advance(epoch, ContentId.random(), LEASE));

        done(testee().complete(epoch, END.plusNanos(1)));

        ScrubProgress expected = new ScrubProgress(ContentId.NONE, END);
        assertThat(one(testee().progress())).isEqualTo(expected);
        assertThat(one(testee().claim(LEASE)).progress()).isEqualTo(expected);
    }

    @Test
    default void takeOverShouldBeginAgainAndRefuseWhoWasThereBefore() {
        long overtaken = one(testee().claim(LEASE)).epoch();
        done(testee().complete(overtaken, END));
        overtaken = one(testee().claim(LEASE)).epoch();
        done(testee().advance(overtaken, ContentId.random(), LEASE));

        ScrubClaim newer = one(testee().takeOver(LEASE));

        assertThat(newer.progress()).isEqualTo(new ScrubProgress(ContentId.NONE, END));
        assertRefused(overtaken);
        assertThat(one(testee().progress())).isEqualTo(newer.progress());
        assertThat(maybe(testee().claim(LEASE))).isEmpty();
        done(testee().advance(newer.epoch(), ContentId.random(), LEASE));
    }

    @Test
    default void takeOverShouldWorkOnAFreshStore() {
        assertThat(one(testee().takeOver(LEASE)).progress()).isEqualTo(ScrubProgress.NEVER);
    }

    @Test
    default void whoseLeaseEndedShouldBeRefusedOnceSomebodyElseHasClaimed() {
        long overtaken = one(testee().claim(LEASE)).epoch();
        clock().advance(LEASE);
        // Nobody has: so it goes on.
        done(testee().advance(overtaken, ContentId.random(), LEASE));
        clock().advance(LEASE);
        one(testee().claim(LEASE));

        assertRefused(overtaken);
    }

    private void assertRefused(long epoch) {
        assertThatThrownBy(() -> done(testee().advance(epoch, ContentId.random(), LEASE)))
                .isInstanceOf(ScrubTakenOverException.class);
        assertThatThrownBy(() -> done(testee().complete(epoch, END))).isInstanceOf(ScrubTakenOverException.class);
    }
}
