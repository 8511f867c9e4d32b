package dev.ezworks.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.server.MutableClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class SessionsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Username BO = new Username("bo");

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00.500Z"));
    private final InMemorySessionStore store = new InMemorySessionStore();
    private final TokenCodec codec = new TokenCodec(TokenKey.of(TokenAlgorithm.HS256, "x".repeat(32)), clock);
    private final Sessions sessions = new Sessions(store, codec, new SecureRandom(), clock);

    @Test
    void tokenShouldNameItsSession() {
        IssuedToken issued = begin();
        assertThat(sessions.authenticate(issued.token()).block(TIMEOUT)).isEqualTo(issued.session());
    }

    @Test
    void storeShouldNotHoldTheSessionId() {
        IssuedToken issued = begin();
        String sid = codec.decode(issued.token()).sessionId().value();
        assertThat(store.find(sid).block(TIMEOUT)).isNull();
        assertThat(issued.session().sidHash()).matches("[0-9a-f]{64}");
    }

    @Test
    void tokenShouldBeRefusedOnceItsSessionHasEnded() {
        IssuedToken ended = begin();
        IssuedToken other = begin();
        sessions.end(ended.session()).block(TIMEOUT);
        assertRefused(ended.token());
        assertThat(sessions.authenticate(other.token()).block(TIMEOUT)).isEqualTo(other.session());
    }

    @Test
    void endingTwiceShouldNotFail() {
        IssuedToken issued = begin();
        sessions.end(issued.session()).block(TIMEOUT);
        sessions.end(issued.session()).block(TIMEOUT);
        assertRefused(issued.token());
    }

    @Test
    void goodTokenWithoutASessionShouldBeRefused() {
        assertRefused(codec.encode(claims(SessionId.random(new SecureRandom()), Role.OPS, BO)));
    }

    @Test
    void tokenOfAnotherRoleOrUsernameThanItsSessionShouldBeRefused() {
        SessionId id = codec.decode(begin().token()).sessionId();
        assertThat(sessions.authenticate(codec.encode(claims(id, Role.OPS, BO))).block(TIMEOUT))
                .isNotNull();
        assertRefused(codec.encode(claims(id, Role.CLIENT, BO)));
        assertRefused(codec.encode(claims(id, Role.OPS, new Username("eve"))));
    }

    @Test
    void sessionThatEndsBeforeItsTokenShouldBeRefused() {
        SessionId id = SessionId.random(new SecureRandom());
        Instant now = clock.instant();
        store.create(new Session(id.hash(), Role.OPS, BO, now, now.plusSeconds(10)))
                .block(TIMEOUT);
        String token = codec.encode(claims(id, Role.OPS, BO));
        clock.advance(Duration.ofSeconds(10).minusNanos(1));
        assertThat(sessions.authenticate(token).block(TIMEOUT)).isNotNull();
        clock.advance(Duration.ofNanos(1));
        assertRefused(token);
    }

    @Test
    void tokenShouldBeRefusedWhenItsLifetimeIsOver() {
        IssuedToken issued = begin();
        clock.advance(Duration.ofHours(1));
        assertRefused(issued.token());
    }

    @Test
    void junkShouldBeRefused() {
        assertRefused("junk");
    }

    @Test
    void lifetimeBelowASecondShouldBeRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogInRule(Duration.ofMillis(999), false))
                .withMessageContaining("PT0.999S");
    }

    private IssuedToken begin() {
        return sessions.begin(Role.OPS, BO, Duration.ofHours(1))
                .blockOptional(TIMEOUT)
                .orElseThrow();
    }

    private TokenClaims claims(SessionId id, Role role, Username username) {
        return new TokenClaims(
                role, username, id, clock.instant(), clock.instant().plus(Duration.ofHours(1)));
    }

    private void assertRefused(String token) {
        StepVerifier.create(sessions.authenticate(token))
                .expectError(InvalidTokenException.class)
                .verify(TIMEOUT);
    }
}
