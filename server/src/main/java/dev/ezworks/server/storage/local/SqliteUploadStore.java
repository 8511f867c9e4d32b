package dev.ezworks.server.storage.local;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import dev.ezworks.api.Username;
import dev.ezworks.server.uploads.NoSuchUploadException;
import dev.ezworks.server.uploads.Upload;
import dev.ezworks.server.uploads.UploadId;
import dev.ezworks.server.uploads.UploadStore;
import dev.ezworks.server.uploads.UploadTakenOverException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Resumable uploads in SQLite. What they note need not be forced to disk on its own: the content is in the same
 * database, so whatever makes it durable does so with what was noted before.
 */
final class SqliteUploadStore implements UploadStore {
    private final Database database;
    private final BlockingCalls blocking;
    private final BlockingCalls lookUps;

    SqliteUploadStore(Database database, BlockingCalls blocking, BlockingCalls lookUps) {
        this.database = database;
        this.blocking = blocking;
        this.lookUps = lookUps;
    }

    @Override
    public Mono<Void> create(Upload upload) {
        return blocking.run(() -> database.write(statements -> statements.update(
                "INSERT INTO uploads (id, owner, name, content_type, metadata, only_new, content, expires_at,"
                        + " length, expected) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                bytes(upload.id()),
                upload.owner().value(),
                upload.name().utf8(),
                upload.contentType(),
                upload.metadata(),
                upload.onlyNew() ? 1 : 0,
                Ids.bytes(upload.content()),
                upload.expiresAt().toEpochMilli(),
                upload.length().orElse(null),
                upload.expected().map(Sha256::bytes).orElse(null))));
    }

    @Override
    public Mono<Upload> find(UploadId id) {
        return lookUps.call(() -> database.read(statements -> statements.first(
                        "SELECT owner, name, content_type, metadata, only_new, content, expires_at, length, expected,"
                                + " unverified_from, digest, published FROM uploads WHERE id = ?",
                        row -> upload(id, row),
                        (Object) bytes(id))))
                .flatMap(Mono::justOrEmpty);
    }

    private static Upload upload(UploadId id, ResultSet row) throws SQLException {
        return new Upload(
                id,
                new Username(row.getString(1)),
                FileName.of(new String(row.getBytes(2), StandardCharsets.UTF_8)),
                row.getString(3),
                row.getString(4),
                row.getBoolean(5),
                Ids.id(row.getBytes(6)),
                Instant.ofEpochMilli(row.getLong(7)),
                number(row, 8),
                digest(row, 9),
                number(row, 10),
                digest(row, 11),
                row.getBoolean(12));
    }

    private static Optional<Long> number(ResultSet row, int column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(number);
    }

    private static Optional<Sha256> digest(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getBytes(column)).map(Sha256::ofBytes);
    }

    @Override
    public Mono<Long> countUnfinished(Username owner, Instant at) {
        return lookUps.call(() -> database.read(statements -> statements
                .first(
                        "SELECT count(*) FROM uploads WHERE owner = ? AND expires_at >= ? AND published = 0",
                        row -> row.getLong(1),
                        owner.value(),
                        at.toEpochMilli())
                .orElse(0L)));
    }

    @Override
    public Mono<Void> enter(UploadId id, long epoch, Entry entry) {
        return change(
                id,
                "UPDATE uploads SET writer = ?, expires_at = ?, length = coalesce(?, length),"
                        + " expected = coalesce(?, expected), unverified_from = ?, digest = CASE WHEN ? THEN NULL ELSE digest END"
                        + " WHERE id = ? AND writer < ?",
                epoch,
                entry.expiresAt().toEpochMilli(),
                entry.length().orElse(null),
                entry.expected().map(Sha256::bytes).orElse(null),
                entry.unverifiedFrom().orElse(null),
                entry.adding() ? 1 : 0,
                bytes(id),
                epoch);
    }

    @Override
    public Mono<Void> verified(UploadId id, long epoch) {
        return change(id, "UPDATE uploads SET unverified_from = NULL WHERE id = ? AND writer = ?", bytes(id), epoch);
    }

    @Override
    public Mono<Void> arrived(UploadId id, long epoch, Sha256 digest) {
        return change(
                id, "UPDATE uploads SET digest = ? WHERE id = ? AND writer = ?", digest.bytes(), bytes(id), epoch);
    }

    @Override
    public Mono<Void> published(UploadId id) {
        return blocking.run(() -> database.writeRelaxed(
                statements -> statements.update("UPDATE uploads SET published = 1 WHERE id = ?", (Object) bytes(id))));
    }

    @Override
    public Mono<Void> extend(UploadId id, Instant expiresAt) {
        return blocking.run(() -> database.writeRelaxed(statements -> statements.update(
                "UPDATE uploads SET expires_at = ? WHERE id = ?", expiresAt.toEpochMilli(), bytes(id))));
    }

    @Override
    public Mono<Void> drop(UploadId id, long epoch) {
        return change(id, "DELETE FROM uploads WHERE id = ? AND writer <= ? AND digest IS NULL", bytes(id), epoch);
    }

    /** Makes a change to one row, or says in the port's words why there is none to change. */
    private Mono<Void> change(UploadId id, String sql, @Nullable Object... parameters) {
        return blocking.run(() -> database.writeRelaxed(statements -> {
            if (statements.update(sql, parameters) == 0) {
                boolean exists = statements
                        .first("SELECT 1 FROM uploads WHERE id = ?", row -> true, (Object) bytes(id))
                        .isPresent();
                throw exists ? new UploadTakenOverException() : new NoSuchUploadException();
            }
            return true;
        }));
    }

    @Override
    public Mono<Void> delete(UploadId id) {
        return blocking.run(() -> database.write(
                statements -> statements.update("DELETE FROM uploads WHERE id = ?", (Object) bytes(id))));
    }

    @Override
    public Mono<Void> deleteExpired(Instant instant) {
        return blocking.run(() -> database.write(
                statements -> statements.update("DELETE FROM uploads WHERE expires_at < ?", instant.toEpochMilli())));
    }

    private static byte[] bytes(UploadId id) {
        return HexFormat.of().parseHex(id.value());
    }
}
