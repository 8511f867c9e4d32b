package dev.ezworks.server.storage.local;

import dev.ezworks.server.logging.LogContext;
import dev.ezworks.server.transfers.SteadyScheduler;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The threads on which this store waits for its disk.
 *
 * <p>A call runs to its end, also when its caller cancels: an interrupt would close file channels and leave half-done
 * steps.
 */
final class BlockingCalls implements AutoCloseable {
    /** They mostly wait for fsync: many more than cores, and enough to fill a group commit. */
    private static final int THREADS = 32;

    private static final int IDLE_SECONDS = 30;
    private static final int CLOSE_SECONDS = 20;

    private final ThreadPoolExecutor threads;
    private final SteadyScheduler scheduler;

    BlockingCalls() {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> daemon(task, number.incrementAndGet()),
                // What comes after the close finds the database closed, and says so.
                (task, closed) -> task.run());
        threads.allowCoreThreadTimeOut(true);
        scheduler = new SteadyScheduler(threads);
    }

    private static Thread daemon(Runnable task, int number) {
        Thread thread = new Thread(task, "local-store-" + number);
        thread.setDaemon(true);
        return thread;
    }

    /** Runs the call on one of the threads; its failures become those of the ports. */
    <T> Mono<T> call(Callable<T> call) {
        return Mono.deferContextual(context -> Mono.fromCallable(LogContext.carry(context, () -> translated(call))))
                .subscribeOn(scheduler);
    }

    /** Like {@link #call}, for what has no result. */
    Mono<Void> run(Step step) {
        return call(() -> {
                    step.run();
                    return true;
                })
                .then();
    }

    /** Lets a flux that blocks when it is asked for more do so on the threads. */
    <T> Flux<T> stream(Flux<T> flux) {
        return flux.subscribeOn(scheduler);
    }

    /** For operators that take a scheduler. */
    Scheduler scheduler() {
        return scheduler;
    }

    /** Makes the call on this thread; its failures become those of the ports. */
    static <T> T translated(Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw StoreFailures.translate(e);
        }
    }

    /** Waits for what has begun, not for ever. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Something to do that may fail. */
    interface Step {
        void run() throws Exception;
    }
}
