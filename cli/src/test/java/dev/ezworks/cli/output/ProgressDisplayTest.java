package dev.ezworks.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown of a run while it goes on. */
class ProgressDisplayTest {
    private static final long MIB = 1024 * 1024;
    private static final String CLEAR_LINE = "\r\u001B[K";

    private final ManualTicker ticker = new ManualTicker();

    @Test
    void aTerminalShouldGetABarSeveralTimesASecondUntilTheRunIsOver() {
        Screen screen = Screen.terminal(80);
        TransferReport report = aQuarterDone(screen, false);
        ticker.pass(Duration.ofMillis(199));
        assertThat(screen.err()).isEmpty();

        ticker.pass(Duration.ofMillis(1));
        assertThat(screen.err())
                .isEqualTo(
                        CLEAR_LINE + ProgressBar.render(new Progress("", "a.bin", 3 * MIB, 12 * MIB, 15.0 * MIB), 79))
                .contains("[=");

        ticker.pass(Duration.ofMillis(800));
        assertThat(screen.err().split(Pattern.quote(CLEAR_LINE), -1)).hasSize(1 + 5);
        report.close();

        assertThat(screen.err()).endsWith(CLEAR_LINE);
        assertNothingMoreIsShown(screen);
    }

    @Test
    void aPipeShouldGetALineAMinuteUntilTheRunIsOver() {
        Screen screen = Screen.piped();
        TransferReport report = aQuarterDone(screen, false);
        ticker.pass(Duration.ofSeconds(59));
        assertThat(screen.err()).isEmpty();

        ticker.pass(Duration.ofSeconds(1));
        assertThat(screen.err()).isEqualTo("a.bin  25% 3.0 MiB of 12.0 MiB  51.2 KiB/s  3:00 left\n");

        ticker.pass(Duration.ofMinutes(3));
        assertThat(screen.err()).hasLineCount(4).doesNotContain("\u001B");
        report.close();

        assertNothingMoreIsShown(screen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"terminal", "pipe"})
    void aProgramShouldGetNoBarButALineAMinuteBesideItsData(String where) {
        Screen screen = where.equals("pipe") ? Screen.piped() : Screen.terminal(80);
        TransferReport report = aQuarterDone(screen, true);
        ticker.pass(Duration.ofMinutes(2));
        report.close();

        assertThat(screen.err()).hasLineCount(2).doesNotContain("\u001B");
        assertThat(screen.out()).hasLineCount(1).doesNotContain("\u001B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"terminal", "pipe"})
    void quietShouldLeaveNothing(String where) {
        Screen screen = where.equals("pipe") ? Screen.piped() : Screen.terminal(80);
        screen.console().setQuiet(true);
        TransferReport report = aQuarterDone(screen, false);
        ticker.pass(Duration.ofMinutes(2));
        report.close();

        assertThat(screen.err()).isEmpty();
        assertThat(screen.out()).isEmpty();
    }

    private TransferReport aQuarterDone(Screen screen, boolean json) {
        TransferReport report = new TransferReport(screen.console(), json, 1, 12 * MIB, ticker);
        report.begin("a.bin", 12 * MIB).moved(3 * MIB);
        return report;
    }

    private void assertNothingMoreIsShown(Screen screen) {
        String shown = screen.err();
        ticker.pass(Duration.ofMinutes(10));
        assertThat(screen.err()).isEqualTo(shown);
    }
}
