package dev.ezworks.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteCountTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "500000, 500000",
        "64K, 65536",
        "10M, 10485760",
        "10MB, 10485760",
        "10MiB, 10485760",
        "1.5g, 1610612736",
        "2T, 2199023255552",
        "100B, 100",
    })
    void aNumberShouldTakeAUnit(String text, long bytes) {
        assertThat(ByteCount.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "0.5", "-1", "M", "10X", "10 M", "1e6", "99999999999999999999", "999999999999999T"})
    void anythingElseShouldBeRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ByteCount.parse(text));
    }
}
