package dev.ezworks.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class SignUpTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Instant NOW = Instant.parse("2026-03-01T10:20:30.123456789Z");

    private final AccountStore accounts = new InMemoryAccountStore();
    private final Passwords passwords = new Passwords(new ReversingHasher(), Schedulers.immediate());
    private final SignUp signUp = withMinimum(1);

    private SignUp withMinimum(int minLength) {
        return new SignUp(accounts, passwords, new PasswordRule(minLength), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void accountShouldBeStoredWithAHashAndTheTimeInMilliseconds() {
        Account account = signUp.signUp(Role.OPS, fields("username", "Åsa", "password", " pass "))
                .block(TIMEOUT);

        assertThat(account)
                .isEqualTo(new Account(
                        Role.OPS,
                        new Username("Åsa"),
                        "new: ssap ",
                        null,
                        null,
                        Instant.parse("2026-03-01T10:20:30.123Z")));
        assertThat(stored(Role.OPS, "Åsa")).isEqualTo(account);
    }

    @Test
    void nameAndEmailShouldBeKept() {
        Account account = signUp.signUp(
                        Role.CLIENT,
                        fields("username", "bo", "password", "x", "name", "Bo Ek", "email", "bo@example.org"))
                .block(TIMEOUT);
        assertThat(account).extracting(Account::name, Account::email).containsExactly("Bo Ek", "bo@example.org");
    }

    @Test
    void emptyNameAndEmailShouldBeTakenAsNotGiven() {
        Account account = signUp.signUp(Role.CLIENT, fields("username", "bo", "password", "x", "name", "", "email", ""))
                .block(TIMEOUT);
        assertThat(account).extracting(Account::name, Account::email).containsExactly(null, null);
    }

    @Test
    void usernameShouldBeTakenOncePerRole() {
        signUp.signUp(Role.OPS, fields("username", "bo", "password", "x")).block(TIMEOUT);

        StepVerifier.create(signUp.signUp(Role.OPS, fields("username", "bo", "password", "other")))
                .expectError(UsernameTakenException.class)
                .verify(TIMEOUT);
        assertThat(stored(Role.OPS, "bo").passwordHash()).isEqualTo("new:x");
        signUp.signUp(Role.CLIENT, fields("username", "bo", "password", "x")).block(TIMEOUT);
        assertThat(stored(Role.CLIENT, "bo").role()).isEqualTo(Role.CLIENT);
    }

    @Test
    void everyMissingFieldShouldBeNamed() {
        assertThat(errors(fields())).isEqualTo(Map.of("username", "is required", "password", "is required"));
    }

    @Test
    void everyWrongFieldShouldBeNamedNotOnlyTheFirst() {
        Map<String, String> errors =
                errors(fields("username", "a b", "password", "x".repeat(257), "name", "a\u0007b", "email", "nowhere"));
        assertThat(errors).containsOnlyKeys("username", "password", "name", "email");
        assertThat(errors).containsEntry("email", "is not an e-mail address");
        assertThat(stored()).isEmpty();
    }

    @Test
    void unusableFieldShouldBeNamedBesideAMissingOne() {
        Fields fields = new Fields(Map.of(), Map.of("username", "is given more than once", "unknown", "is odd"));
        assertThat(errors(fields)).isEqualTo(Map.of("username", "is given more than once", "password", "is required"));
    }

    @Test
    void newPasswordShouldHaveTheMinimumLength() {
        SignUp strict = withMinimum(12);
        StepVerifier.create(strict.signUp(Role.OPS, fields("username", "bo", "password", "elevenchars")))
                .expectErrorSatisfies(e -> assertThat(e)
                        .asInstanceOf(type(InvalidFieldsException.class))
                        .extracting(InvalidFieldsException::errors)
                        .isEqualTo(Map.of("password", "has at least 12 characters")))
                .verify(TIMEOUT);
        assertThat(strict.signUp(Role.OPS, fields("username", "bo", "password", "twelve chars"))
                        .block(TIMEOUT))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"@", "a@", "@b", "a b@c", "a@b\n", "a\ud800@b"})
    void whatIsNoEmailAddressShouldBeRefused(String email) {
        assertThat(errors(fields("username", "bo", "password", "x", "email", email)))
                .containsOnlyKeys("email");
    }

    @Test
    void nameShouldHaveAtMost256Characters() {
        assertThat(errors(fields("username", "bo", "password", "x", "name", "ж".repeat(257))))
                .isEqualTo(Map.of("name", "has at most 256 characters"));
        assertThat(signUp.signUp(Role.OPS, fields("username", "bo", "password", "x", "name", "ж".repeat(256)))
                        .block(TIMEOUT))
                .isNotNull();
    }

    @Test
    void errorShouldNotHoldThePassword() {
        StepVerifier.create(signUp.signUp(Role.OPS, fields("username", "a b", "password", "hunter2\ud800")))
                .expectErrorSatisfies(e -> assertThat(e.toString()).doesNotContain("hunter2"))
                .verify(TIMEOUT);
    }

    private Map<String, String> errors(Fields fields) {
        Map<String, String> errors = new HashMap<>();
        StepVerifier.create(signUp.signUp(Role.OPS, fields))
                .expectErrorSatisfies(e -> errors.putAll(((InvalidFieldsException) e).errors()))
                .verify(TIMEOUT);
        return errors;
    }

    private Account stored(Role role, String username) {
        return accounts.find(role, new Username(username))
                .blockOptional(TIMEOUT)
                .orElseThrow();
    }

    private List<Username> stored() {
        return accounts.usernames(Role.OPS).collectList().blockOptional(TIMEOUT).orElseThrow();
    }

    private static Fields fields(String... namesAndValues) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Fields(values, Map.of());
    }
}
