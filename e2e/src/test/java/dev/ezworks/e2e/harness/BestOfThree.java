package dev.ezworks.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether something is as fast as is promised. A busy machine is slow now and then, and is given three tries; what waits
 * for something else than it should is slow each time.
 */
public final class BestOfThree {
    private static final Logger log = LoggerFactory.getLogger(BestOfThree.class);
    private static final int TRIES = 3;

    private BestOfThree() {}

    /** Does it once, and tells how long that took which has to be fast. */
    @FunctionalInterface
    public interface Attempt {
        Duration make() throws IOException;
    }

    /** Fails unless one of three attempts takes no longer than this. */
    public static void requireWithin(Duration atMost, Attempt attempt) throws IOException {
        List<Duration> took = new ArrayList<>();
        do {
            took.add(attempt.make());
        } while (took.size() < TRIES && took.get(took.size() - 1).compareTo(atMost) > 0);
        log.info("took {}", took);
        assertThat(took).anySatisfy(one -> assertThat(one).isLessThanOrEqualTo(atMost));
    }
}
