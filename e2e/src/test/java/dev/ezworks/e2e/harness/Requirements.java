package dev.ezworks.e2e.harness;

import org.junit.jupiter.api.Assumptions;

/** What tests of faults need of the machine, and what becomes of them where it is missing. */
final class Requirements {
    private Requirements() {}

    /** Skips the test, loudly, if this does not hold; fails it under {@code EZWORKS_REQUIRE_FAULTS=1}. */
    static void require(boolean holds, String whatIsMissing) {
        if (holds) {
            return;
        }
        if ("1".equals(System.getenv("EZWORKS_REQUIRE_FAULTS"))) {
            throw new AssertionError(whatIsMissing);
        }
        // Build tools pass over the reason of a skipped test.
        System.err.println("SKIPPED: " + whatIsMissing + "; EZWORKS_REQUIRE_FAULTS=1 makes this a failure");
        Assumptions.abort(whatIsMissing);
    }
}
