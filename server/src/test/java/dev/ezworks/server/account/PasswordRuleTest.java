package dev.ezworks.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRuleTest {
    @ParameterizedTest
    @ValueSource(strings = {"x", " ", " leading and trailing ", "\t", "пароль", "\0", "😀"})
    void anyPasswordShouldBeTakenAsItIs(String password) {
        assertThat(PasswordRule.ANY.check(password)).isEqualTo(password);
    }

    @Test
    void passwordOf256BytesShouldBeTaken() {
        assertThat(PasswordRule.ANY.check("ж".repeat(128))).hasSize(128);
    }

    @Test
    void passwordOf257BytesShouldBeRefused() {
        String password = "ж".repeat(128) + "x";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PasswordRule.ANY.check(password))
                .withMessageContaining("256 bytes")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(password));
    }

    @Test
    void minimumShouldCountCharactersNotBytesNorCharUnits() {
        PasswordRule three = new PasswordRule(3);
        assertThat(three.check("😀😀😀")).isEqualTo("😀😀😀");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> three.check("😀😀"))
                .withMessageContaining("at least 3 characters");
    }

    @Test
    void loneSurrogateShouldBeRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PasswordRule.ANY.check("a\ud83db"))
                .withMessage("is not valid Unicode");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 257})
    void minimumOutOfRangeShouldBeRefused(int minimum) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PasswordRule(minimum));
    }
}
