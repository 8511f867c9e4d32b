package dev.ezworks.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenKeyTest {
    @ParameterizedTest
    @CsvSource({"HS256,32", "HS384,48", "HS512,64"})
    void secretAsLongAsTheHashShouldDoAndAShorterOneShouldWarn(String name, int length) {
        TokenAlgorithm algorithm = TokenAlgorithm.of(name);
        assertThat(TokenKey.of(algorithm, "x".repeat(length)).warning()).isEmpty();
        assertThat(TokenKey.of(algorithm, "x".repeat(length - 1)).warning())
                .hasValueSatisfying(warning -> assertThat(warning)
                        .contains(name)
                        .contains((length - 1) + " bytes")
                        .contains("openssl rand -hex " + length)
                        .contains("JWT_SECRET")
                        .doesNotContain("xxx"));
    }

    @Test
    void secretShouldBeCountedInBytes() {
        assertThat(TokenKey.of(TokenAlgorithm.HS256, "ж".repeat(16)).warning()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void emptySecretShouldBeRefusedWithTheMend(String secret) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenKey.of(TokenAlgorithm.HS256, secret))
                .withMessageContaining("openssl rand -hex 32");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "RS256", "hs256", "HS255", "", " HS256"})
    void unknownAlgorithmShouldBeRefusedWithThoseThereAre(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenAlgorithm.of(name))
                .withMessageContaining("'" + name + "'")
                .withMessageContaining("HS256, HS384, HS512");
    }

    @Test
    void keyShouldNotShowItsSecret() {
        assertThat(TokenKey.of(TokenAlgorithm.HS256, "hunter2")).hasToString("HS256 key");
    }
}
