package dev.ezworks.server.storage.local;

import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.maintenance.ScrubClaim;
import dev.ezworks.server.maintenance.ScrubProgress;
import dev.ezworks.server.maintenance.ScrubStore;
import dev.ezworks.server.maintenance.ScrubTakenOverException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Mono;

/**
 * How far the scrub is, in SQLite. Who does it is kept in memory: nobody outside this process works on the folder, and a
 * claim that a killed server left would keep the next one waiting.
 */
final class SqliteScrubStore implements ScrubStore {
    private final Database database;
    private final BlockingCalls blocking;
    private final Clock clock;
    private long epoch;
    private Instant leaseEnd = Instant.MIN;

    SqliteScrubStore(Database database, BlockingCalls blocking, Clock clock) {
        this.database = database;
        this.blocking = blocking;
        this.clock = clock;
    }

    @Override
    public Mono<ScrubProgress> progress() {
        return blocking.call(this::read);
    }

    @Override
    public Mono<ScrubClaim> claim(Duration lease) {
        return blocking.call(() -> claimIfFree(lease)).filter(claim -> claim.epoch() > 0);
    }

    /** Epoch 0 stands for a claim that is not to be had. */
    private synchronized ScrubClaim claimIfFree(Duration lease) throws SQLException {
        return clock.instant().isBefore(leaseEnd)
                ? new ScrubClaim(0, ScrubProgress.NEVER)
                : new ScrubClaim(raise(lease), read());
    }

    @Override
    public Mono<ScrubClaim> takeOver(Duration lease) {
        return blocking.call(() -> beginAgain(lease));
    }

    private synchronized ScrubClaim beginAgain(Duration lease) throws SQLException {
        database.write(statements -> statements.update("UPDATE scrub SET position = ?", Ids.bytes(ContentId.NONE)));
        return new ScrubClaim(raise(lease), read());
    }

    private synchronized long raise(Duration lease) {
        leaseEnd = clock.instant().plus(lease);
        return ++epoch;
    }

    @Override
    public Mono<Void> advance(long claimed, ContentId position, Duration lease) {
        return blocking.run(() -> write(claimed, lease, "UPDATE scrub SET position = ?", Ids.bytes(position)));
    }

    @Override
    public Mono<Void> complete(long claimed, Instant at) {
        return blocking.run(() -> write(
                claimed,
                Duration.ZERO,
                "UPDATE scrub SET position = ?, completed_at = ?",
                Ids.bytes(ContentId.NONE),
                at.toEpochMilli()));
    }

    private synchronized void write(long claimed, Duration lease, String sql, Object... parameters)
            throws SQLException {
        if (claimed != epoch) {
            throw new ScrubTakenOverException();
        }
        database.write(statements -> statements.update(sql, parameters));
        leaseEnd = clock.instant().plus(lease);
    }

    private ScrubProgress read() throws SQLException {
        return database.read(statements -> statements
                .first(
                        "SELECT position, completed_at FROM scrub",
                        row -> new ScrubProgress(Ids.id(row.getBytes(1)), Instant.ofEpochMilli(row.getLong(2))))
                .orElse(ScrubProgress.NEVER));
    }
}
