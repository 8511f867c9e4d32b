package dev.ezworks.server.content;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * A scheduler for {@code publishOn} whose elements must be released: its workers still do what they were given to do
 * before they were disposed of.
 *
 * <p>Reactor's own drop it, and when a {@code publishOn} is cancelled at that moment nobody discards the elements in its
 * queue: slabs would be lost to the budget for good.
 */
public final class DrainingScheduler implements Scheduler {
    private final Scheduler scheduler;

    /** @param scheduler does the work; remains its owner's to dispose of */
    public DrainingScheduler(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public Disposable schedule(Runnable task) {
        return scheduler.schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return scheduler.schedule(task, delay, unit);
    }

    @Override
    public Worker createWorker() {
        return new DrainingWorker(scheduler.createWorker());
    }

    private static final class DrainingWorker implements Worker {
        private final Worker worker;
        private final AtomicBoolean disposed = new AtomicBoolean();

        DrainingWorker(Worker worker) {
            this.worker = worker;
        }

        @Override
        public Disposable schedule(Runnable task) {
            return worker.schedule(task);
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return worker.schedule(task, delay, unit);
        }

        @Override
        public void dispose() {
            if (disposed.compareAndSet(false, true)) {
                try {
                    // Behind whatever is waiting for its turn.
                    worker.schedule(worker::dispose);
                } catch (RejectedExecutionException e) {
                    worker.dispose();
                }
            }
        }

        @Override
        public boolean isDisposed() {
            return disposed.get();
        }
    }
}
