package dev.ezworks.server.storage.local;

import dev.ezworks.server.content.StoreUnavailableException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The one thread that writes to the database. Whatever waits when a transaction begins goes into it, so that many
 * callers share one fsync. Each caller's work stands for itself: if it fails, only it is undone.
 */
final class GroupCommit implements AutoCloseable {
    private static final int LARGEST_GROUP = 128;

    private final BlockingQueue<Entry<?>> queue = new LinkedBlockingQueue<>();
    private final Statements statements;
    private final Thread thread;
    // Guarded by this: once it is set, nothing follows the closing entry into the queue.
    private boolean closed;

    GroupCommit(Statements statements) {
        this.statements = statements;
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
        Entry<T> entry = new Entry<>(work);
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
            statements.update("BEGIN IMMEDIATE");
            for (Entry<?> entry : group) {
                entry.run(statements);
            }
            statements.update("COMMIT");
        } catch (Throwable e) {
            rollBack(e);
            group.forEach(entry -> entry.done.completeExceptionally(e));
            return;
        }
        group.forEach(Entry::answer);
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
        static final Entry<Boolean> LAST = new Entry<>(statements -> true);

        final CompletableFuture<T> done = new CompletableFuture<>();
        private final Statements.Work<T> work;
        private Runnable answer = () -> {};

        Entry(Statements.Work<T> work) {
            this.work = work;
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
