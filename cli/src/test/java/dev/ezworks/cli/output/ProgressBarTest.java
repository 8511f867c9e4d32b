package dev.ezworks.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressBarTest {
    private static final long MIB = 1024 * 1024;

    @Test
    void aWideWindowShouldShowEverything() {
        assertThat(ProgressBar.render(new Progress("", "report.pdf", 3 * MIB, 12 * MIB, 1.5 * MIB), 80))
                .isEqualTo("report.pdf  25% [=====>              ] 3.0 MiB of 12.0 MiB  1.5 MiB/s  0:06 left");
    }

    @Test
    void aNarrowWindowShouldLoseTheBarFirst() {
        assertThat(ProgressBar.render(new Progress("", "report.pdf", 3 * MIB, 12 * MIB, 1.5 * MIB), 60))
                .isEqualTo("report.pdf  25% 3.0 MiB of 12.0 MiB  1.5 MiB/s  0:06 left");
    }

    @Test
    void aVeryNarrowWindowShouldStillShowWhatAndHowMuch() {
        assertThat(ProgressBar.render(new Progress("", "report.pdf", 3 * MIB, 12 * MIB, 1.5 * MIB), 20))
                .isEqualTo("repo…pdf  25% 3.0 Mi");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 10, 20, 30, 40, 60, 80, 120, 300})
    void theLineShouldFitTheWindow(int columns) {
        Progress wide = new Progress("", "[12/345] 請求書のとても長いファイル名がここにあります.pdf", 5, 7, 1);
        Progress endless = new Progress("", "-", Long.MAX_VALUE, -1, 1e12);

        assertThat(DisplayWidth.of(ProgressBar.render(wide, columns))).isLessThanOrEqualTo(columns);
        assertThat(DisplayWidth.of(ProgressBar.render(endless, columns))).isLessThanOrEqualTo(columns);
    }

    @Test
    void anUnknownTotalShouldShowWhatIsDone() {
        assertThat(ProgressBar.render(new Progress("", "in.bin", 3 * MIB, -1, 0), 80))
                .isEqualTo("in.bin 3.0 MiB  0 B/s");
    }

    @Test
    void aLineThatStaysShouldHaveNoBar() {
        assertThat(ProgressBar.text(new Progress("", "report.pdf", 3 * MIB, 12 * MIB, 1.5 * MIB)))
                .isEqualTo("report.pdf  25% 3.0 MiB of 12.0 MiB  1.5 MiB/s  0:06 left");
    }

    @Test
    void anEmptyFileShouldBeDone() {
        assertThat(ProgressBar.render(new Progress("", "empty", 0, 0, 0), 40)).startsWith("empty 100%");
    }

    @Test
    void theBarShouldBeFullOnlyAtTheEnd() {
        assertThat(ProgressBar.render(new Progress("", "f", 999, 1000, 1), 80))
                .contains(" 99% [")
                .contains("=>");
        assertThat(ProgressBar.render(new Progress("", "f", 1000, 1000, 1), 80))
                .contains("100% [=")
                .doesNotContain(">");
    }
}
