package dev.ezworks.server.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.scheduler.VirtualTimeScheduler;

class PaceTest {
    private static final int PIECE = 100_000;

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

    @Test
    void bytesShouldTakeTheTimeThatTheRateGivesThem() {
        AtomicInteger pieces = go(new Pace(1_000_000, time), 100);

        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(pieces.get()).isBetween(9, 11);
        time.advanceTimeBy(Duration.ofSeconds(4));
        assertThat(pieces.get()).isBetween(49, 51);
        time.advanceTimeBy(Duration.ofSeconds(6));
        assertThat(pieces).hasValue(100);
    }

    @Test
    void smallPiecesShouldKeepToTheRateToo() {
        AtomicInteger pieces = go(new Pace(100L * PIECE, time), 1000);

        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(pieces.get()).isBetween(97, 103);
    }

    @Test
    void timeThatWasNotUsedShouldNotBeMadeUpFor() {
        Pace pace = new Pace(1_000_000, time);
        time.advanceTimeBy(Duration.ofHours(1));

        AtomicInteger pieces = go(pace, 100);

        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(pieces.get()).isBetween(9, 11);
    }

    @Test
    void rateZeroShouldNotWait() {
        assertThat(go(new Pace(0, time), 1000)).hasValue(1000);
    }

    @Test
    void negativeRateShouldBeRefused() {
        assertThatThrownBy(() -> new Pace(-1, time)).isInstanceOf(IllegalArgumentException.class);
    }

    private static AtomicInteger go(Pace pace, int pieces) {
        AtomicInteger done = new AtomicInteger();
        Flux.range(0, pieces)
                .concatMap(piece -> pace.after(PIECE).doOnTerminate(done::incrementAndGet), 1)
                .subscribe();
        return done;
    }
}
