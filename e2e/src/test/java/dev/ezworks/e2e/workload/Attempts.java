package dev.ezworks.e2e.workload;

import dev.ezworks.e2e.harness.Answer;

/**
 * What came of asking again and again.
 *
 * @param failed how often it failed before
 */
record Attempts(Answer answer, int failed) {}
