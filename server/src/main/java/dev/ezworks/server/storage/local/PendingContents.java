package dev.ezworks.server.storage.local;

import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.NoSuchContentException;
import dev.ezworks.server.content.StaleClaimException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The table of content that no version refers to yet. Each change carries an epoch and renews the lease.
 *
 * <p>Changes whose loss in a power cut a start puts right, by what lies in the folders, are not forced to disk on their
 * own: the publish that follows does it. What a caller may have told others of is.
 */
final class PendingContents {
    private final Database database;
    private final Clock clock;

    PendingContents(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Adds empty content with the first epoch, which is returned. */
    long create(ContentId id, Duration lease) throws SQLException {
        long millis = lease.toMillis();
        database.writeRelaxed(statements -> statements.update(
                "INSERT INTO pending_contents (id, epoch, size, sealed, lease, lease_end) VALUES (?, 1, 0, 0, ?, ?)",
                Ids.bytes(id),
                millis,
                clock.millis() + millis));
        return 1;
    }

    Optional<PendingContent> find(ContentId id) throws SQLException {
        return database.read(statements -> find(statements, id));
    }

    private static Optional<PendingContent> find(Statements statements, ContentId id) throws SQLException {
        return statements.first(
                "SELECT id, epoch, size, sealed FROM pending_contents WHERE id = ?",
                PendingContents::content,
                Ids.bytes(id));
    }

    /** The content, if this is its epoch and it is unfinished. */
    PendingContent unfinished(ContentId id, long epoch) throws SQLException {
        PendingContent content = find(id).orElseThrow(() -> new NoSuchContentException(id));
        if (content.epoch() != epoch) {
            throw new StaleClaimException(id);
        }
        if (content.sealed()) {
            throw new NoSuchContentException(id);
        }
        return content;
    }

    /** Raises the epoch and keeps the size; the new epoch is returned. */
    long claim(PendingContent content, long size, Duration lease) throws SQLException {
        long millis = lease.toMillis();
        changeDurably(
                content.id(),
                content.epoch(),
                "UPDATE pending_contents SET epoch = epoch + 1, size = ?, lease = ?, lease_end = ?"
                        + " WHERE id = ? AND epoch = ?",
                size,
                millis,
                clock.millis() + millis,
                Ids.bytes(content.id()),
                content.epoch());
        return content.epoch() + 1;
    }

    /**
     * Raises the epoch if the lease has ended, so that nobody renews it any more; tells whether it had.
     *
     * @throws NoSuchContentException if there is no such content
     */
    boolean fenceExpired(ContentId id) throws SQLException {
        return database.write(statements -> {
            boolean ended = statements.update(
                            "UPDATE pending_contents SET epoch = epoch + 1 WHERE id = ? AND lease_end <= ?",
                            Ids.bytes(id),
                            clock.millis())
                    > 0;
            if (!ended && find(statements, id).isEmpty()) {
                throw new NoSuchContentException(id);
            }
            return ended;
        });
    }

    /** Remembers how many bytes of unfinished content are durable. */
    void recordSize(ContentId id, long epoch, long size) throws SQLException {
        changeDurably(
                id,
                epoch,
                "UPDATE pending_contents SET size = ?, lease_end = ? + lease WHERE id = ? AND epoch = ? AND sealed = 0",
                size,
                clock.millis(),
                Ids.bytes(id),
                epoch);
    }

    /** Remembers that the content is sealed and this long. */
    void seal(ContentId id, long epoch, long size) throws SQLException {
        change(
                id,
                epoch,
                "UPDATE pending_contents SET sealed = 1, size = ?, lease_end = ? + lease"
                        + " WHERE id = ? AND epoch = ? AND sealed = 0",
                size,
                clock.millis(),
                Ids.bytes(id),
                epoch);
    }

    void renew(ContentId id, long epoch) throws SQLException {
        change(
                id,
                epoch,
                "UPDATE pending_contents SET lease_end = ? + lease WHERE id = ? AND epoch = ?",
                clock.millis(),
                Ids.bytes(id),
                epoch);
    }

    /** Forgets sealed content. */
    void settle(ContentId id, long epoch) throws SQLException {
        change(
                id,
                epoch,
                "DELETE FROM pending_contents WHERE id = ? AND epoch = ? AND sealed = 1",
                Ids.bytes(id),
                epoch);
    }

    private void change(ContentId id, long epoch, String sql, Object... parameters) throws SQLException {
        database.writeRelaxed(statements -> changeOne(statements, id, epoch, sql, parameters));
    }

    private void changeDurably(ContentId id, long epoch, String sql, Object... parameters) throws SQLException {
        database.write(statements -> changeOne(statements, id, epoch, sql, parameters));
    }

    /** Makes a change to one row, or says in the port's words why there is none to change. */
    private static boolean changeOne(Statements statements, ContentId id, long epoch, String sql, Object... parameters)
            throws SQLException {
        if (statements.update(sql, parameters) == 0) {
            throw find(statements, id)
                    .filter(content -> content.epoch() != epoch)
                    .<RuntimeException>map(content -> new StaleClaimException(id))
                    .orElseGet(() -> new NoSuchContentException(id));
        }
        return true;
    }

    /** Forgets content, whatever its state. */
    void delete(ContentId id) throws SQLException {
        if (find(id).isPresent()) {
            database.write(statements -> statements.update("DELETE FROM pending_contents WHERE id = ?", Ids.bytes(id)));
        }
    }

    /** Adds sealed content whose lease has ended: whatever has to be swept. */
    void abandon(List<ContentId> ids) throws SQLException {
        database.write(statements -> {
            for (ContentId id : ids) {
                statements.update(
                        "INSERT INTO pending_contents (id, epoch, size, sealed, lease, lease_end)"
                                + " VALUES (?, 1, 0, 1, 0, ?)",
                        Ids.bytes(id),
                        clock.millis());
            }
            return true;
        });
    }

    /** Up to {@code limit} contents whose lease has ended and whose ids come after this one. */
    List<ContentId> expired(byte[] after, int limit) throws SQLException {
        return database.read(statements -> statements.all(
                "SELECT id FROM pending_contents WHERE lease_end <= ? AND id > ? ORDER BY id LIMIT ?",
                row -> Ids.id(row.getBytes(1)),
                clock.millis(),
                after,
                limit));
    }

    /** All that is unfinished. */
    List<PendingContent> unfinished() throws SQLException {
        return database.read(statements -> statements.all(
                "SELECT id, epoch, size, sealed FROM pending_contents WHERE sealed = 0", PendingContents::content));
    }

    private static PendingContent content(ResultSet row) throws SQLException {
        return new PendingContent(Ids.id(row.getBytes(1)), row.getLong(2), row.getLong(3), row.getBoolean(4));
    }
}
