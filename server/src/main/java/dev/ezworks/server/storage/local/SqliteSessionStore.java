package dev.ezworks.server.storage.local;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.server.session.Session;
import dev.ezworks.server.session.SessionStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** Sessions in SQLite. */
final class SqliteSessionStore implements SessionStore {
    private final Database database;
    private final BlockingCalls blocking;
    private final BlockingCalls lookUps;

    SqliteSessionStore(Database database, BlockingCalls blocking, BlockingCalls lookUps) {
        this.database = database;
        this.blocking = blocking;
        this.lookUps = lookUps;
    }

    @Override
    public Mono<Void> create(Session session) {
        return blocking.run(() -> database.write(statements -> statements.update(
                "INSERT INTO sessions (sid_hash, role, username, created_at, expires_at) VALUES (?, ?, ?, ?, ?)",
                session.sidHash(),
                session.role().id(),
                session.username().value(),
                session.createdAt().toEpochMilli(),
                session.expiresAt().toEpochMilli())));
    }

    @Override
    public Mono<Session> find(String sidHash) {
        return lookUps.call(() -> database.read(statements -> statements.first(
                        "SELECT role, username, created_at, expires_at FROM sessions WHERE sid_hash = ?",
                        row -> session(sidHash, row),
                        sidHash)))
                .flatMap(Mono::justOrEmpty);
    }

    private static Session session(String sidHash, ResultSet row) throws SQLException {
        String role = row.getString(1);
        return new Session(
                sidHash,
                Role.of(role).orElseThrow(() -> new IllegalStateException("a session has the role " + role)),
                new Username(row.getString(2)),
                Instant.ofEpochMilli(row.getLong(3)),
                Instant.ofEpochMilli(row.getLong(4)));
    }

    @Override
    public Mono<Void> delete(String sidHash) {
        return blocking.run(() ->
                database.write(statements -> statements.update("DELETE FROM sessions WHERE sid_hash = ?", sidHash)));
    }

    @Override
    public Mono<Void> deleteExpired(Instant instant) {
        return blocking.run(() -> database.write(
                statements -> statements.update("DELETE FROM sessions WHERE expires_at < ?", instant.toEpochMilli())));
    }
}
