package dev.ezworks.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.api.FileName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalNameTest {
    @Test
    void aFileShouldBeCalledByTheLastSegmentOfItsName() {
        assertThat(LocalName.of(FileName.of("2026/q1/report.pdf"), false)).isEqualTo("report.pdf");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"con", "NUL", "aux.txt", "Com1", "lpt9.log", "a:b", "what?", "trailing.", "trailing ", "x|y"})
    void windowsShouldNotGetNamesItTakesForSomethingElse(String name) {
        assertThatThrownBy(() -> LocalName.of(FileName.of("dir/" + name), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
        assertThat(LocalName.of(FileName.of("dir/" + name), false)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"console.txt", "nullable", "com10", "auxiliary.c", "résumé.pdf"})
    void windowsShouldGetNamesThatOnlyLookAlike(String name) {
        assertThat(LocalName.of(FileName.of(name), true)).isEqualTo(name);
    }
}
