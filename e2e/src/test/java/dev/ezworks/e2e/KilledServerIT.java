package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.e2e.harness.OwnServerTest;
import dev.ezworks.e2e.harness.StoreKind;
import dev.ezworks.e2e.workload.Workload;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code kill -9} at random moments of many uploads, again and again on the same data. {@code -Dezworks.e2e.kills=200}
 * for more of them, {@code -Dezworks.e2e.seed=…} for the uploads and moments of an earlier run.
 */
class KilledServerIT extends OwnServerTest {
    private static final Logger log = LoggerFactory.getLogger(KilledServerIT.class);

    private static final int KILLS = Integer.getInteger("ezworks.e2e.kills", 20);
    private static final long SEED = Long.getLong("ezworks.e2e.seed", System.nanoTime());
    private static final Duration LONGEST_ROUND = Duration.ofMillis(700);
    // There every step of an upload waits for the journal, and one in pieces has many.
    private static final Duration LONGEST_ROUND_ON_MONGO = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    // Sweeps all the time, so that they are killed too. The lease outlasts any pause of an upload that goes on.
    private static final Map<String, String> SETTINGS = Map.of(
            "EZWORKS_SWEEP_INTERVAL", "200ms",
            "EZWORKS_SWEEP_GRACE", "1s",
            "EZWORKS_UPLOADS_LEASE", "20s");

    private final StoreKind store;
    private final Duration longestRound;

    KilledServerIT(StoreKind store) {
        super(store, SETTINGS, "-Xmx256m");
        this.store = store;
        this.longestRound = store == StoreKind.MONGO ? LONGEST_ROUND_ON_MONGO : LONGEST_ROUND;
    }

    @Test
    void whatWasAcknowledgedShouldBeThereAndNothingElse() {
        log.info("{} kills on {}: -Dezworks.e2e.seed={}", KILLS, store, SEED);
        Random random = new Random(SEED);
        try (Workload workload = new Workload(server.api(), SEED)) {
            for (int kill = 0; kill < KILLS; kill++) {
                Workload.Round round = workload.start(server.api());
                // Waits for nothing: it is the moment of the kill that is random.
                LockSupport.parkNanos(random.nextLong(longestRound.toNanos()));
                round.expectBreak();
                server.kill();
                round.join();
                server.store().settle();
                server.start(Map.of());
                workload.check(server.api());
            }
            log.info("{} kills on {}: {}", KILLS, store, workload);
            muchShouldHaveBeenDoneAndBrokenOff(workload);
            oneSweepShouldLeaveNothing();
            workload.check(server.api());
        }
    }

    /** Else nothing is shown by the rest. */
    private static void muchShouldHaveBeenDoneAndBrokenOff(Workload workload) {
        assertThat(workload.acknowledged()).as("%s", workload).isGreaterThanOrEqualTo(KILLS);
        assertThat(workload.brokenOff()).as("%s", workload).isGreaterThanOrEqualTo(KILLS);
    }

    private void oneSweepShouldLeaveNothing() {
        server.kill();
        server.store().settle();
        server.store().letTimePass();
        // Of uploads that are files, and of ones that were cut.
        assertThat(server.store().leftovers())
                .anyMatch(line -> line.startsWith("upload "))
                .anyMatch(line -> line.startsWith("unsettled content "));
        // One sweep at the start, and no other.
        server.start(Map.of("EZWORKS_SWEEP_INTERVAL", TimeUnit.HOURS.toSeconds(1) + "s"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.store().leftovers()).isEmpty());
    }
}
