package dev.ezworks.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsernameTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "bo.b_1@example.com", "+49-1", "Ünal", "山田", "हिन्दी", "...", "7"})
    void lettersDigitsAndSomePunctuationShouldBeAllowed(String name) {
        assertThat(new Username(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                ".",
                "..",
                "a/b",
                "a%b",
                "a\\b",
                "a\nb",
                "a\u0000",
                "a\u202Eb",
                "\uD83D\uDE00",
                "a:b"
            })
    void everythingElseShouldBeRefused(String name) {
        assertThatThrownBy(() -> new Username(name)).isInstanceOf(InvalidNameException.class);
    }

    @Test
    void lengthShouldBeCountedInCharactersAsPeopleSeeThem() {
        String outsideTheBmp = "\uD840\uDC0B".repeat(64);
        assertThat(new Username(outsideTheBmp).value()).isEqualTo(outsideTheBmp);
        assertThatThrownBy(() -> new Username("x".repeat(65))).isInstanceOf(InvalidNameException.class);
    }

    @Test
    void caseShouldMatterAndCompositionShouldNot() {
        assertThat(new Username("Bo")).isNotEqualTo(new Username("bo"));
        assertThat(new Username("Jose\u0301")).isEqualTo(new Username("Jos\u00e9"));
    }
}
