package dev.ezworks.server.transfers;

import java.util.concurrent.Executor;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * Runs every task it has accepted: cancelling neither interrupts one nor drops one that has not begun.
 *
 * <p>Reactor's own schedulers do both. An interrupt closes the file channel that is being written. And where
 * {@code publishOn} is cancelled before its task has begun, the task is dropped with all that waits in its queue:
 * {@code doOnDiscard} never hears of it, and the memory of slabs would be lost.
 */
public final class SteadyScheduler implements Scheduler {
    private final Executor executor;

    /** @param executor runs the tasks; whoever made it ends it */
    public SteadyScheduler(Executor executor) {
        this.executor = executor;
    }

    @Override
    public Disposable schedule(Runnable task) {
        executor.execute(task);
        return Disposables.never();
    }

    @Override
    public Worker createWorker() {
        return new SteadyWorker();
    }

    @Override
    public void dispose() {
        // The executor is not ours.
    }

    private final class SteadyWorker implements Worker {
        @Override
        public Disposable schedule(Runnable task) {
            return SteadyScheduler.this.schedule(task);
        }

        @Override
        public void dispose() {
            // What has been accepted is run.
        }
    }
}
