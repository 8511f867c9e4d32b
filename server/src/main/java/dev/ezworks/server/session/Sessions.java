package dev.ezworks.server.session;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import reactor.core.publisher.Mono;

/** Begins sessions, finds the one that a token names, and ends them. */
public final class Sessions {
    private final SessionStore store;
    private final TokenCodec codec;
    private final SecureRandom random;
    private final Clock clock;

    public Sessions(SessionStore store, TokenCodec codec, SecureRandom random, Clock clock) {
        this.store = store;
        this.codec = codec;
        this.random = random;
        this.clock = clock;
    }

    /** Begins a session of this account; it is stored when the token is given out. */
    Mono<IssuedToken> begin(Role role, Username username, Duration lifetime) {
        return Mono.defer(() -> {
            SessionId id = SessionId.random(random);
            Instant now = clock.instant();
            // Whole seconds, as in the token, so that both agree on when it is over.
            Instant expiresAt = now.plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
            Session session = new Session(id.hash(), role, username, now.truncatedTo(ChronoUnit.MILLIS), expiresAt);
            String token = codec.encode(new TokenClaims(role, username, id, now, expiresAt));
            return store.create(session).thenReturn(new IssuedToken(token, session));
        });
    }

    /** The live session that a token names. Fails with {@link InvalidTokenException} if there is none. */
    public Mono<Session> authenticate(String token) {
        return Mono.fromCallable(() -> codec.decode(token)).flatMap(this::find);
    }

    private Mono<Session> find(TokenClaims claims) {
        return store.find(claims.sessionId().hash())
                .filter(session -> isLive(session, claims))
                .switchIfEmpty(Mono.error(() -> new InvalidTokenException("the session has ended")));
    }

    private boolean isLive(Session session, TokenClaims claims) {
        return session.role() == claims.role()
                && session.username().equals(claims.username())
                && clock.instant().isBefore(session.expiresAt());
    }

    /** Ends a session: its token is refused from the next request on, on every server. */
    public Mono<Void> end(Session session) {
        return store.delete(session.sidHash());
    }
}
