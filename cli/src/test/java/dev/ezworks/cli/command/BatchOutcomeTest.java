package dev.ezworks.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.Failure;
import dev.ezworks.cli.output.TransferResult;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchOutcomeTest {
    @ParameterizedTest
    @CsvSource({
        // Alone: its own code.
        "false, ok, OK",
        "false, skip, ERROR",
        "false, ERROR, ERROR",
        "false, CHANGED, CHANGED",
        "false, WORTH_RETRYING, WORTH_RETRYING",
        "false, TIMED_OUT, TIMED_OUT",
        // Among others.
        "false, ok ok, OK",
        "false, ok skip, OK",
        "false, skip skip, ERROR",
        "false, ok ERROR, SOME_FAILED",
        "false, ok WORTH_RETRYING, SOME_FAILED",
        "false, ERROR ERROR, SOME_FAILED",
        "false, CHANGED CHANGED, SOME_FAILED",
        "false, WORTH_RETRYING WORTH_RETRYING, WORTH_RETRYING",
        "false, WORTH_RETRYING TIMED_OUT skip, WORTH_RETRYING",
        "false, WORTH_RETRYING ERROR, SOME_FAILED",
        "false, ok LOGIN_NEEDED, LOGIN_NEEDED",
        "false, ERROR FORBIDDEN, FORBIDDEN",
        // As many as there are.
        "true, '', OK",
        "true, ok, OK",
        "true, skip, OK",
        "true, ERROR, SOME_FAILED",
        "true, WORTH_RETRYING, WORTH_RETRYING",
    })
    void theExitCodeShouldSayHowItEnded(boolean many, String results, ExitCode expected) {
        BatchOutcome outcome = new BatchOutcome(many);
        Arrays.stream(results.split(" ")).filter(word -> !word.isEmpty()).forEach(word -> outcome.add(result(word)));

        assertThat(outcome.exitCode()).isEqualTo(expected);
    }

    @Test
    void aServerThatStaysAwayShouldEndTheRun() {
        BatchOutcome outcome = new BatchOutcome(true);
        for (int i = 1; i < BatchOutcome.SERVER_GONE; i++) {
            outcome.add(result("WORTH_RETRYING"));
        }
        assertThat(outcome.goOn()).isTrue();
        outcome.add(result("WORTH_RETRYING"));
        assertThat(outcome.goOn()).isFalse();
    }

    @Test
    void aServerThatComesAndGoesShouldNotEndTheRun() {
        BatchOutcome outcome = new BatchOutcome(true);
        for (int i = 0; i < 10 * BatchOutcome.SERVER_GONE; i++) {
            outcome.add(result(i % 5 == 0 ? "ok" : "WORTH_RETRYING"));
        }
        assertThat(outcome.goOn()).isTrue();
    }

    @Test
    void aLostLoginShouldEndTheRun() {
        BatchOutcome outcome = new BatchOutcome(true);
        outcome.add(result("LOGIN_NEEDED"));
        assertThat(outcome.goOn()).isFalse();
    }

    private static TransferResult result(String word) {
        return switch (word) {
            case "ok" -> TransferResult.unchanged("a", "00");
            case "skip" -> TransferResult.skipped("a", "a symbolic link");
            default -> TransferResult.failed("a", "", new Failure(ExitCode.valueOf(word), "it failed", ""));
        };
    }
}
