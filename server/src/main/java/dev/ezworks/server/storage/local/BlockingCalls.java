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

/**
 * Threads on which this store waits: some for the disk, others for look-ups in the database, so that these never queue
 * behind an fsync.
 *
 * <p>A call runs to its end, also when its caller cancels: an interrupt would close file channels and leave half-done
 * steps.
 */
final class BlockingCalls {
    private static final int IDLE_SECONDS = 30;

    private final StoreFailures failures;
    private final ThreadPoolExecutor threads;
    private final SteadyScheduler scheduler;

    /** @param name of the threads, which get a number besides */
    BlockingCalls(String name, int count, StoreFailures failures) {
        this.failures = failures;
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                count,
                count,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> daemon(task, name + "-" + number.incrementAndGet()),
                // What comes after the close finds the database closed, and says so.
                (task, closed) -> task.run());
        threads.allowCoreThreadTimeOut(true);
        scheduler = new SteadyScheduler(threads);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
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

    /** Makes the call on this thread; its failures become those of the ports. */
    <T> T translated(Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw failures.ofWrite(e);
        }
    }

    /** The port's exception for a failure of a call. */
    RuntimeException translate(Throwable failure) {
        return failures.ofWrite(failure);
    }

    /** Like {@link #translated}, for calls that only read. */
    static <T> T read(Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw StoreFailures.of(e);
        }
    }

    /** Takes in nothing more and waits for what has begun, however long that takes. */
    void end() throws InterruptedException {
        threads.shutdown();
        boolean ended = false;
        while (!ended) {
            ended = threads.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    /** Something to do that may fail. */
    interface Step {
        void run() throws Exception;
    }
}
