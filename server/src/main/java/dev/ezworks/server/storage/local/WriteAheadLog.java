package dev.ezworks.server.storage.local;

import java.sql.SQLException;

/** How SQLite's log is forced to disk, and when it is written back into the database. For the thread that writes. */
final class WriteAheadLog {
    // In rows and commits, which makes a few thousand pages: with more, readers would look long for theirs; with less,
    // the same pages would be written back more often.
    private static final long LONGEST = 1000;

    private final Statements statements;
    private boolean forcing = true;
    private boolean unforced;
    private long commits;
    private long writtenBackAt;

    /** @param statements of a connection that forces every commit and writes nothing back by itself */
    WriteAheadLog(Statements statements) {
        this.statements = statements;
    }

    /** Whether the commits from here on wait for the disk. To be called between transactions. */
    void forceCommits(boolean force) throws SQLException {
        if (force != forcing) {
            statements.execute("PRAGMA synchronous = " + (force ? "FULL" : "NORMAL"));
            forcing = force;
        }
    }

    /**
     * Makes the transaction force the commits before it, if they did not wait for the disk. To be called in it: SQLite
     * forces nothing where nothing has changed, and takes for no change what writes a row as it was.
     */
    void forceWhatCameBefore() throws SQLException {
        if (forcing && unforced) {
            statements.execute("PRAGMA user_version = " + Schema.NEWEST);
        }
    }

    /**
     * To be called after each commit. Writes the log back if it has become long and there is nothing in it that is not
     * durable. SQLite would do it within some commit, whose callers then wait for it, and would not tell of a failure.
     */
    void writeBackIfLong() throws SQLException {
        commits++;
        unforced = !forcing;
        long length = statements.changedRows() + commits;
        if (forcing && length - writtenBackAt >= LONGEST) {
            writtenBackAt = length;
            statements.execute("PRAGMA wal_checkpoint(PASSIVE)");
        }
    }
}
