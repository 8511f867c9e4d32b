package dev.ezworks.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.api.InvalidNameException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentEncodingTest {
    @ParameterizedTest
    @CsvSource({
        "abc, abc",
        "a%20b, a b",
        "a+b, a+b",
        "%c3%A9, é",
        "%25, %",
        "%2520, %20",
        "%F0%9F%98%80, \uD83D\uDE00",
        "'', ''"
    })
    void escapesShouldBeDecodedOnce(String raw, String decoded) {
        assertThat(PercentEncoding.decode(raw)).isEqualTo(decoded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%",
                "%2",
                "a%",
                "%zz",
                "%2g",
                "%-1",
                "%٣٣",
                "%ff",
                "%c3",
                "%c3%28",
                "%c0%af",
                "%ed%a0%80",
                "%f5%80%80%80"
            })
    void whatDoesNotDecodeShouldBeRefused(String raw) {
        assertThatThrownBy(() -> PercentEncoding.decode(raw)).isInstanceOf(InvalidNameException.class);
    }
}
