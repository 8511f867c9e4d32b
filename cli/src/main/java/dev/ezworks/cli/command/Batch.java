package dev.ezworks.cli.command;

import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.output.FileProgress;
import dev.ezworks.cli.output.TransferReport;
import dev.ezworks.cli.output.TransferResult;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Transfers files, several at once, begun in their order. One that fails does not keep the others from being
 * transferred, unless {@link BatchOutcome} says that there is no point in going on.
 */
final class Batch {
    /** What is transferred. */
    interface Item {
        /** As the user knows it. */
        String shown();

        /** As the catalog knows it, or would if it could be there. */
        default String catalogName() {
            return shown();
        }

        /** Where its bytes are on this machine, as the user knows it; empty: nowhere. */
        default String source() {
            return "";
        }

        /** How many of the run's bytes are its own; negative if that is unknown. */
        long size();
    }

    /** How one file is transferred. Called by several threads. */
    @FunctionalInterface
    interface Transfer<T> {
        TransferResult run(T item, FileProgress progress) throws IOException;

        /** Whether another file may be begun. */
        default boolean goOn() {
            return true;
        }
    }

    private final TransferReport report;
    private final int jobs;
    private final BatchOutcome outcome;

    /**
     * @param jobs how many files at once
     * @param many whether the user asked for any number of files, such as those of a folder; then a single one is part
     *     of a batch too
     */
    Batch(TransferReport report, int jobs, boolean many) {
        this.report = report;
        this.jobs = jobs;
        this.outcome = new BatchOutcome(many);
    }

    /** Runs a transfer per item and answers how it ended, see {@link BatchOutcome#exitCode()}. */
    <T extends Item> ExitCode run(List<T> items, Transfer<T> transfer) throws IOException {
        Iterator<T> queue = items.iterator();
        int threads = Math.min(jobs, items.size());
        if (threads > 0) {
            run(threads, () -> {
                for (Optional<T> item = next(queue, transfer); item.isPresent(); item = next(queue, transfer)) {
                    runOne(item.get(), transfer);
                }
            });
        }
        return outcome.exitCode();
    }

    private static void run(int threads, Runnable worker) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(threads, Batch::daemon);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(pool.submit(worker));
            }
            for (Future<?> running : workers) {
                running.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            pool.shutdownNow();
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "transfer");
        thread.setDaemon(true);
        return thread;
    }

    private <T> Optional<T> next(Iterator<T> queue, Transfer<T> transfer) {
        synchronized (queue) {
            return outcome.goOn() && transfer.goOn() && queue.hasNext() ? Optional.of(queue.next()) : Optional.empty();
        }
    }

    private <T extends Item> void runOne(T item, Transfer<T> transfer) {
        FileProgress progress = report.begin(item.shown(), item.size());
        TransferResult result = attempt(item, transfer, progress);
        outcome.add(result);
        report.end(progress, result);
    }

    private static <T extends Item> TransferResult attempt(T item, Transfer<T> transfer, FileProgress progress) {
        try {
            return transfer.run(item, progress);
        } catch (IOException | RuntimeException e) {
            return TransferResult.failed(item.catalogName(), item.source(), FailureTable.failure(e));
        }
    }
}
