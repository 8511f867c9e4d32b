package dev.ezworks.server.session;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** A {@link SessionStore} for tests of those who use one. */
public final class InMemorySessionStore implements SessionStore {
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    @Override
    public Mono<Void> create(Session session) {
        return Mono.fromRunnable(() -> sessions.put(session.sidHash(), session));
    }

    @Override
    public Mono<Session> find(String sidHash) {
        return Mono.fromCallable(() -> sessions.get(sidHash));
    }

    @Override
    public Mono<Void> delete(String sidHash) {
        return Mono.fromRunnable(() -> sessions.remove(sidHash));
    }

    @Override
    public Mono<Void> deleteExpired(Instant instant) {
        return Mono.fromRunnable(
                () -> sessions.values().removeIf(session -> session.expiresAt().isBefore(instant)));
    }
}
