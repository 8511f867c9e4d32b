package dev.ezworks.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.server.Await;
import dev.ezworks.server.MutableClock;
import dev.ezworks.server.account.Account;
import dev.ezworks.server.account.Fields;
import dev.ezworks.server.account.InMemoryAccountStore;
import dev.ezworks.server.account.InvalidFieldsException;
import dev.ezworks.server.account.Passwords;
import dev.ezworks.server.account.ReversingHasher;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class LogInTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.987654Z");

    private final MutableClock clock = new MutableClock(NOW);
    private final InMemoryAccountStore accounts = new InMemoryAccountStore();
    private final InMemorySessionStore store = new InMemorySessionStore();
    private final ReversingHasher hasher = new ReversingHasher();
    private final Passwords passwords = new Passwords(hasher, Schedulers.immediate());
    private final Sessions sessions = new Sessions(
            store, new TokenCodec(TokenKey.of(TokenAlgorithm.HS256, "x".repeat(32)), clock), new SecureRandom(), clock);

    private LogIn logIn(boolean hideUnknown) {
        return new LogIn(accounts, passwords, sessions, new LogInRule(LogInRule.DEFAULT_LIFETIME, hideUnknown));
    }

    @Test
    void rightPasswordShouldBeginASessionOfAYear() {
        signedUp(Role.OPS, "bo", "new:terces");

        IssuedToken issued = Await.one(logIn(Role.OPS, "bo", "secret"));

        assertThat(issued.session().role()).isEqualTo(Role.OPS);
        assertThat(issued.session().username()).isEqualTo(new Username("bo"));
        assertThat(issued.session().createdAt()).isEqualTo("2026-01-01T00:00:00.987Z");
        assertThat(issued.session().expiresAt()).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(sessions.authenticate(issued.token()).block(TIMEOUT)).isEqualTo(issued.session());
    }

    @Test
    void everyLoginShouldBeASessionOfItsOwn() {
        signedUp(Role.OPS, "bo", "new:terces");
        IssuedToken first = Await.one(logIn(Role.OPS, "bo", "secret"));
        IssuedToken second = Await.one(logIn(Role.OPS, "bo", "secret"));
        assertThat(first.token()).isNotEqualTo(second.token());
        assertThat(first.session().sidHash()).isNotEqualTo(second.session().sidHash());
    }

    @Test
    void lifetimeShouldBeAsSet() {
        signedUp(Role.OPS, "bo", "new:terces");
        LogIn brief = new LogIn(accounts, passwords, sessions, new LogInRule(Duration.ofMinutes(5), false));
        assertThat(brief.logIn(Role.OPS, fields("bo", "secret")).block(TIMEOUT))
                .extracting(issued -> issued.session().expiresAt())
                .isEqualTo(Instant.parse("2026-01-01T00:05:00Z"));
    }

    @Test
    void wrongPasswordShouldBeRefused() {
        signedUp(Role.OPS, "bo", "new:terces");
        assertFails(logIn(Role.OPS, "bo", "secret "), WrongPasswordException.class);
        assertFails(logIn(Role.OPS, "bo", "Secret"), WrongPasswordException.class);
    }

    @Test
    void accountOfTheOtherRoleShouldBeUnknown() {
        signedUp(Role.OPS, "bo", "new:terces");
        assertFails(logIn(Role.CLIENT, "bo", "secret"), NoSuchUserException.class);
    }

    @Test
    void usernameShouldBeCaseSensitiveAndBroughtToOneForm() {
        signedUp(Role.OPS, "é", "new:terces");
        assertThat(logIn(Role.OPS, "e\u0301", "secret").block(TIMEOUT)).isNotNull();
        assertFails(logIn(Role.OPS, "É", "secret"), NoSuchUserException.class);
    }

    @Test
    void unknownUsernameShouldTakeAsManyComputationsAsAWrongPassword() {
        signedUp(Role.OPS, "bo", "new:terces");
        assertFails(logIn(Role.OPS, "bo", "wrong"), WrongPasswordException.class);
        int wrongPassword = hasher.computations();
        assertFails(logIn(Role.OPS, "unknown", "wrong"), NoSuchUserException.class);
        assertThat(hasher.computations() - wrongPassword)
                .isEqualTo(wrongPassword)
                .isEqualTo(1);
    }

    @Test
    void unknownUsernameShouldLookLikeAWrongPasswordWhereHidden() {
        signedUp(Role.OPS, "bo", "new:terces");
        LogIn hiding = logIn(true);
        String wrong = refusal(hiding.logIn(Role.OPS, fields("bo", "wrong")));
        String unknown = refusal(hiding.logIn(Role.OPS, fields("unknown", "wrong")));
        assertThat(unknown).isEqualTo(wrong);
        assertThat(hiding.logIn(Role.OPS, fields("bo", "secret")).block(TIMEOUT))
                .isNotNull();
    }

    @Test
    void outdatedHashShouldBeReplacedAtLogin() {
        signedUp(Role.OPS, "bo", ReversingHasher.outdated("secret"));
        assertThat(logIn(Role.OPS, "bo", "secret").block(TIMEOUT)).isNotNull();
        assertThat(hashOf(Role.OPS, "bo")).isEqualTo("new:terces");
        assertThat(logIn(Role.OPS, "bo", "secret").block(TIMEOUT)).isNotNull();
    }

    @Test
    void outdatedHashShouldStayWhenThePasswordIsWrong() {
        signedUp(Role.OPS, "bo", ReversingHasher.outdated("secret"));
        assertFails(logIn(Role.OPS, "bo", "wrong"), WrongPasswordException.class);
        assertThat(hashOf(Role.OPS, "bo")).isEqualTo(ReversingHasher.outdated("secret"));
    }

    @Test
    void missingFieldsShouldAllBeNamed() {
        StepVerifier.create(logIn(false).logIn(Role.OPS, new Fields(Map.of(), Map.of())))
                .expectErrorSatisfies(e -> assertThat(((InvalidFieldsException) e).errors())
                        .isEqualTo(Map.of("username", "is required", "password", "is required")))
                .verify(TIMEOUT);
    }

    @Test
    void issuedTokenShouldNotShowItself() {
        signedUp(Role.OPS, "bo", "new:terces");
        IssuedToken issued = Await.one(logIn(Role.OPS, "bo", "secret"));
        assertThat(issued.toString()).doesNotContain(issued.token());
    }

    private Mono<IssuedToken> logIn(Role role, String username, String password) {
        return logIn(false).logIn(role, fields(username, password));
    }

    private static String refusal(Mono<?> attempt) {
        List<String> messages = new ArrayList<>();
        StepVerifier.create(attempt)
                .expectErrorSatisfies(e -> {
                    assertThat(e).isExactlyInstanceOf(WrongPasswordException.class);
                    messages.add(String.valueOf(e.getMessage()));
                })
                .verify(TIMEOUT);
        return messages.get(0);
    }

    private static void assertFails(Mono<?> attempt, Class<? extends Throwable> error) {
        StepVerifier.create(attempt).expectError(error).verify(TIMEOUT);
    }

    private void signedUp(Role role, String username, String passwordHash) {
        accounts.create(new Account(role, new Username(username), passwordHash, null, null, clock.instant()))
                .block(TIMEOUT);
    }

    private String hashOf(Role role, String username) {
        return accounts.find(role, new Username(username))
                .blockOptional(TIMEOUT)
                .orElseThrow()
                .passwordHash();
    }

    private static Fields fields(String username, String password) {
        return new Fields(Map.of("username", username, "password", password), Map.of());
    }
}
