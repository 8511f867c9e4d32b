package dev.ezworks.cli.output;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes when a test says so. */
final class ManualTicker implements Ticker {
    private final List<Task> tasks = new ArrayList<>();
    private long now;

    private static final class Task {
        private final long interval;
        private final Runnable action;
        private long next;

        Task(long interval, Runnable action, long next) {
            this.interval = interval;
            this.action = action;
            this.next = next;
        }
    }

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public Ticking every(Duration interval, Runnable action) {
        Task task = new Task(interval.toNanos(), action, now + interval.toNanos());
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    /** Lets time pass, and runs what is due meanwhile. */
    void pass(Duration time) {
        long end = now + time.toNanos();
        for (Task task : List.copyOf(tasks)) {
            for (; task.next <= end; task.next += task.interval) {
                now = task.next;
                task.action.run();
            }
        }
        now = end;
    }
}
