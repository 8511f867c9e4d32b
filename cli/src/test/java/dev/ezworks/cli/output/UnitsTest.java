package dev.ezworks.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "1536, 1.5 KiB",
        "1073741824, 1.0 GiB",
        "9223372036854775807, 8.0 EiB"
    })
    void sizesShouldHaveFittingUnits(long bytes, String expected) {
        assertThat(Units.bytes((double) bytes)).isEqualTo(expected);
    }

    @Test
    void timesShouldBeAsExactAsTheyAreShort() {
        assertThat(Units.time(Duration.ofMillis(430))).isEqualTo("0.4 s");
        assertThat(Units.time(Duration.ofSeconds(65))).isEqualTo("1:05 min");
        assertThat(Units.time(Duration.ofSeconds(7207))).isEqualTo("2:00:07 h");
    }

    @Test
    void theRateShouldBeThatOfTheLastSeconds() {
        Meter meter = new Meter();
        long second = 1_000_000_000L;

        assertThat(meter.rateAt(0, 0)).isZero();
        assertThat(meter.rateAt(second, 1000)).isEqualTo(1000);
        assertThat(meter.rateAt(20 * second, 1000)).isLessThan(100);
        assertThat(meter.rateAt(21 * second, 51_000)).isGreaterThan(2000);
    }
}
