package dev.ezworks.server.storage.local;

import dev.ezworks.server.content.RestartNeededException;
import dev.ezworks.server.content.StoreUnavailableException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes to the database. Whatever waits when a transaction begins goes into it, so that many
 * callers share one fsync. Each caller's work stands for itself: if it fails, only it is undone.
 *
 * <p>Some changes need no fsync of their own. The write-ahead log is read up to its first gap, so whatever makes a
 * transaction durable does so with all that came before. For the same reason nothing is written any more after the
 * database has failed at its disk: the system tells of lost pages once, and an fsync that succeeds later says nothing
 * of them.
 */
final class GroupCommit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int LARGEST_GROUP = 128;

    private final BlockingQueue<Entry<?>> queue = new LinkedBlockingQueue<>();
    private final Statements statements;
    private final Thread thread;
    private final WriteAheadLog log;
    private volatile @Nullable SQLException diskFailure;
    // Guarded by this: once it is set, nothing follows the closing entry into the queue.
    private boolean closed;

    GroupCommit(Statements statements) {
        this.statements = statements;
        this.log = new WriteAheadLog(statements);
        this.thread = new Thread(this::commitGroups, "local-store-writer");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Does the work in a transaction and waits until that is durable.
     *
     * @throws SQLException if the work or the commit fails; nothing of the work is kept then. The work's own
     *     exceptions, if unchecked, come back as they are
     */
    <T> T write(Statements.Work<T> work) throws SQLException {
        return await(new Entry<>(work, true));
    }

    /**
     * Does the work in a transaction and waits until others see it. A power cut may undo it until the next
     * {@link #write} has completed; a crash of this process does not.
     *
     * @throws SQLException as {@link #write} does
     */
    <T> T writeRelaxed(Statements.Work<T> work) throws SQLException {
        return await(new Entry<>(work, false));
    }

    private <T> T await(Entry<T> entry) throws SQLException {
        enqueue(entry);
        try {
            return entry.done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private synchronized void enqueue(Entry<?> entry) {
        if (closed) {
            throw new StoreUnavailableException(
                    "the local store is closed", new IllegalStateException("no write after close"));
        }
        queue.add(entry);
    }

    private void commitGroups() {
        List<Entry<?>> group = new ArrayList<>();
        boolean open = true;
        while (open) {
            try {
                group.add(queue.take());
            } catch (InterruptedException e) {
                // Nobody of ours interrupts this thread; going on is the only way to keep what callers wait for.
                continue;
            }
            queue.drainTo(group, LARGEST_GROUP - 1);
            open = group.stream().noneMatch(entry -> entry == Entry.LAST);
            commit(group);
            group.clear();
        }
    }

    private void commit(List<Entry<?>> group) {
        try {
            requireWholeDisk();
            log.forceCommits(group.stream().anyMatch(entry -> entry.durable));
            statements.update("BEGIN IMMEDIATE");
            for (Entry<?> entry : group) {
                entry.run(statements);
            }
            log.forceWhatCameBefore();
            statements.update("COMMIT");
        } catch (Throwable e) {
            rollBack(e);
            noteDiskFailure(e);
            group.forEach(entry -> entry.done.completeExceptionally(e));
            return;
        }
        group.forEach(Entry::answer);
        writeBack();
    }

    /** After the callers have their answers. What fails here fails no commit. */
    private void writeBack() {
        try {
            log.writeBackIfLong();
        } catch (SQLException e) {
            noteDiskFailure(e);
            LOG.warn("the write-ahead log grows, it could not be written back: {}", e.toString());
        }
    }

    private void requireWholeDisk() {
        SQLException failure = diskFailure;
        if (failure != null) {
            throw new RestartNeededException(
                    "the database takes no changes since its disk failed; start the server again", failure);
        }
    }

    private void noteDiskFailure(Throwable failure) {
        if (failure instanceof SQLException database && StoreFailures.isForce(database)) {
            LOG.error(
                    "the database's disk failed; nothing more is taken in until the server is started again", failure);
            diskFailure = database;
        }
    }

    /** Whether the disk has failed under the database, so that what is in it has to be looked at by a new start. */
    boolean hasFailed() {
        return diskFailure != null;
    }

    private void rollBack(Throwable cause) {
        try {
            statements.update("ROLLBACK");
        } catch (SQLException e) {
            // After some failures, a full disk for one, SQLite has rolled back already.
            cause.addSuppressed(e);
        }
    }

    /** Does what waits, then ends. */
    @Override
    public void close() {
        synchronized (this) {
            if (!closed) {
                closed = true;
                queue.add(Entry.LAST);
            }
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Entry<T> {
        static final Entry<Boolean> LAST = new Entry<>(statements -> true, false);

        final CompletableFuture<T> done = new CompletableFuture<>();
        private final Statements.Work<T> work;
        private final boolean durable;
        private Runnable answer = () -> {};

        Entry(Statements.Work<T> work, boolean durable) {
            this.work = work;
            this.durable = durable;
        }

        /** @throws SQLException if the whole group has to be given up */
        void run(Statements statements) throws SQLException {
            statements.update("SAVEPOINT entry");
            try {
                T result = work.run(statements);
                answer = () -> done.complete(result);
            } catch (SQLException | RuntimeException e) {
                statements.update("ROLLBACK TO entry");
                answer = () -> done.completeExceptionally(e);
            }
            statements.update("RELEASE entry");
        }

        void answer() {
            answer.run();
        }
    }
}
