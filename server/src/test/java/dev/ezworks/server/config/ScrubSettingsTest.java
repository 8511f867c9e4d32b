package dev.ezworks.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.server.config.EzworksProperties.Scrub;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class ScrubSettingsTest {
    @ParameterizedTest
    @CsvSource({"7d, P7D", "12h, PT12H", "PT30M, PT30M", "0, PT0S", "off, PT0S", "OFF, PT0S"})
    void intervalShouldBeADurationOrOff(String given, Duration expected) {
        assertThat(new Scrub(given, null).every()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"weekly", "", "7 days"})
    void anythingElseShouldBeToldAsAWrongSetting(String given) {
        assertThatThrownBy(() -> new Scrub(given, null).every())
                .satisfies(failure -> assertThat(StartupFailure.explain(failure))
                        .isEqualTo("cannot start: the setting EZWORKS_SCRUB_INTERVAL cannot be '" + given
                                + "'; mend or remove it"));
    }

    @Test
    void rateShouldBeModestOnlyWhereOthersAreServed() {
        Scrub unset = new Scrub("7d", null);
        assertThat(unset.bytesPerSecond(false)).isEqualTo(50L << 20);
        assertThat(unset.bytesPerSecond(true)).isZero();

        Scrub set = new Scrub("7d", DataSize.ofMegabytes(7));
        assertThat(set.bytesPerSecond(false)).isEqualTo(7L << 20);
        assertThat(set.bytesPerSecond(true)).isEqualTo(7L << 20);
    }
}
