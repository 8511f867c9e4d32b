package dev.ezworks.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2PasswordHasherTest {
    // Made with libxcrypt from the password "correct horse".
    private static final String BCRYPT_REST = "$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e";

    private final Argon2PasswordHasher hasher = new Argon2PasswordHasher();

    @Test
    void hashShouldBeArgon2idOf19MebibytesTwoPassesAndOneLane() {
        assertThat(hasher.hash("secret")).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    @Test
    void hashShouldMatchItsPasswordOnly() {
        String hash = hasher.hash("пароль 😀");
        assertThat(hasher.matches("пароль 😀", hash)).isTrue();
        assertThat(hasher.matches("пароль 😁", hash)).isFalse();
        assertThat(hasher.matches("пароль 😀 ", hash)).isFalse();
    }

    @Test
    void hashesOfOnePasswordShouldDiffer() {
        assertThat(hasher.hash("secret")).isNotEqualTo(hasher.hash("secret"));
    }

    @Test
    void longPasswordShouldCountToItsLastByte() {
        String hash = hasher.hash("x".repeat(255) + "y");
        assertThat(hasher.matches("x".repeat(255) + "y", hash)).isTrue();
        assertThat(hasher.matches("x".repeat(256), hash)).isFalse();
    }

    @Test
    void ownHashShouldNotBeOutdated() {
        assertThat(hasher.isOutdated(hasher.hash("secret"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$2a", "$2b", "$2y"})
    void bcryptHashShouldMatchAndBeOutdated(String scheme) {
        String hash = scheme + BCRYPT_REST;
        assertThat(hasher.matches("correct horse", hash)).isTrue();
        assertThat(hasher.matches("correct horsf", hash)).isFalse();
        assertThat(hasher.isOutdated(hash)).isTrue();
    }

    @Test
    void bcryptHashShouldMatchAPasswordLongerThanBcryptReads() {
        // Made with libxcrypt from 80 times "a", of which bcrypt reads 72.
        String hash = "$2b$04$abcdefghijklmnopqrstuuBzzIgyKkz7xMWYSzkIjUSnxEQFQ0WNe";
        assertThat(hasher.matches("a".repeat(80), hash)).isTrue();
        assertThat(hasher.matches("a".repeat(71), hash)).isFalse();
    }

    @Test
    void weakerArgon2idHashShouldBeOutdated() {
        assertThat(hasher.isOutdated("$argon2id$v=19$m=16384,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
                        + "YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "secret", "$argon2id$", "$argon2id$v=19$m=19456,t=2,p=1$!$!", "$1$abc$def", "$2b$04$short"})
    void whatIsNoHashShouldMatchNothing(String hash) {
        assertThat(hasher.matches("secret", hash)).isFalse();
    }
}
