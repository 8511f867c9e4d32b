package dev.ezworks.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.server.storage.local.Reserve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReserveSettingTest {
    @Test
    void sizeShouldBeTakenAsItIs() {
        assertThat(ReserveSetting.parse("2GB")).isEqualTo(new Reserve(2L << 30, 1));
        assertThat(ReserveSetting.parse("0")).isEqualTo(new Reserve(0, 1));
    }

    @Test
    void percentShouldBeAPartOfTheDisk() {
        assertThat(ReserveSetting.parse(" 12.5% ")).isEqualTo(new Reserve(Long.MAX_VALUE, 0.125));
    }

    @Test
    void nothingShouldBeTheDefault() {
        assertThat(ReserveSetting.parse(null)).isEqualTo(Reserve.DEFAULT);
        assertThat(ReserveSetting.parse(" ")).isEqualTo(Reserve.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"some", "%", "101%", "-1%", "-1GB", "NaN%"})
    void whatIsNeitherShouldBeRefused(String text) {
        assertThatThrownBy(() -> ReserveSetting.parse(text))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(text);
    }
}
