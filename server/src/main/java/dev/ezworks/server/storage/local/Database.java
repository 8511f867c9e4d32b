package dev.ezworks.server.storage.local;

import dev.ezworks.server.storage.local.Statements.Work;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/**
 * SQLite in write-ahead mode: one connection that writes, a few that read beside it. A read sees all that was written
 * before it began. Calls block.
 */
final class Database implements AutoCloseable {
    /** How many reads run at once. */
    static final int READERS = 4;

    private static final int BUSY_MILLIS = 10_000;
    private static final int LOG_LIMIT_BYTES = 64 << 20;

    private final Statements writing;
    private final GroupCommit writer;
    private final BlockingQueue<Statements> idleReaders = new LinkedBlockingQueue<>();
    private final List<Statements> readers = new ArrayList<>();

    private Database(SQLiteDataSource source) throws SQLException {
        writing = new Statements(source.getConnection());
        // After a crash the log may be readable, out of the system's memory, though the disk never got it.
        writing.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        writer = new GroupCommit(writing);
        for (int i = 0; i < READERS; i++) {
            Statements reader = new Statements(source.getConnection());
            reader.update("PRAGMA query_only = 1");
            readers.add(reader);
        }
        idleReaders.addAll(readers);
    }

    /** Opens the database of this file, which has its schema already. */
    static Database open(SQLiteDataSource source) throws SQLException {
        return new Database(source);
    }

    /** Connections to a file, set up for durability. */
    static SQLiteDataSource source(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        // FULL: a commit is on disk when it returns. The writer says where NORMAL, which may lose the last ones in a
        // power cut, is enough.
        config.setSynchronous(SynchronousMode.FULL);
        // By the writer, after it has answered.
        config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, "0");
        config.setJournalSizeLimit(LOG_LIMIT_BYTES);
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    /** Does the work in a transaction; it is durable on return. */
    <T> T write(Work<T> work) throws SQLException {
        return writer.write(work);
    }

    /**
     * Does the work in a transaction; others see it on return. A power cut may undo it until the next {@link #write}
     * has completed.
     */
    <T> T writeRelaxed(Work<T> work) throws SQLException {
        return writer.writeRelaxed(work);
    }

    /** Makes a change that changes nothing, to see whether it becomes durable. */
    void check() throws SQLException {
        write(statements -> {
            statements.execute("PRAGMA user_version = " + Schema.NEWEST);
            return true;
        });
    }

    /** Whether its disk has failed: then it takes no changes until it is opened again. */
    boolean hasFailed() {
        return writer.hasFailed();
    }

    /** Reads. Each statement sees one state of the database, two statements may see different ones. */
    <T> T read(Work<T> work) throws SQLException {
        Statements reader = borrow();
        try {
            return work.run(reader);
        } finally {
            idleReaders.add(reader);
        }
    }

    private Statements borrow() throws SQLException {
        try {
            return idleReaders.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for a connection", e);
        }
    }

    @Override
    public void close() throws SQLException {
        boolean failed = hasFailed();
        writer.close();
        if (failed) {
            // To close is to write the log back, without looking whether what it holds in memory is what the disk has.
            // The next start does look, and takes what is whole.
            return;
        }
        for (Statements reader : readers) {
            reader.close();
        }
        // Last: the connection that goes last writes the log back into the database.
        writing.close();
    }
}
