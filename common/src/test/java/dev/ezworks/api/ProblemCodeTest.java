package dev.ezworks.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemCodeTest {
    @ParameterizedTest
    @EnumSource
    void everyCodeShouldBeFoundByItsSlugAndBeAnError(ProblemCode code) {
        assertThat(ProblemCode.of(code.slug())).contains(code);
        assertThat(code.slug()).matches("[a-z]+(-[a-z]+)*");
        assertThat(code.type()).isEqualTo("urn:ezworks:problem:" + code.slug());
        assertThat(code.status()).isBetween(400, 599);
    }

    @Test
    void unknownSlugShouldBeNoCode() {
        assertThat(ProblemCode.of("no-such-thing")).isEmpty();
        assertThat(ProblemCode.of("NOT_FOUND")).isEmpty();
    }

    @Test
    void roleShouldBeFoundByItsExactWord() {
        assertThat(Role.of("ops")).contains(Role.OPS);
        assertThat(Role.of("client")).contains(Role.CLIENT);
        assertThat(Role.of("OPS")).isEmpty();
    }
}
