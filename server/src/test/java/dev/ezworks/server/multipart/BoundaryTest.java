package dev.ezworks.server.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundaryTest {
    @ParameterizedTest
    @ValueSource(strings = {"x", "----WebKitFormBoundaryAbC012", "'()+_,-./:=?", "a b"})
    void everyCharacterOfTheRfcShouldBeAllowed(String text) {
        assertThat(Boundary.ofParameter(text).text()).isEqualTo(text);
        assertThat(Boundary.ofParameter('"' + text + '"').text()).isEqualTo(text);
    }

    @Test
    void boundaryShouldHaveAtMost70Characters() {
        assertThat(Boundary.ofParameter("x".repeat(70)).text()).hasSize(70);
        assertRefused("x".repeat(71));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"\"",
                "\"",
                "\"x",
                "x ",
                "\" \"",
                "a\tb",
                "a\r\nb",
                "a\\b",
                "\"a\\\"b\"",
                "é",
                "a\0b",
                "*",
                "a;b"
            })
    void otherBoundariesShouldBeRefused(String parameter) {
        assertRefused(parameter);
    }

    private static void assertRefused(String parameter) {
        assertThatExceptionOfType(MalformedFormException.class).isThrownBy(() -> Boundary.ofParameter(parameter));
    }
}
