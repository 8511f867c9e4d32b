package dev.ezworks.cli.output;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Shows how far a run is: a bar at the bottom of the terminal, redrawn several times a second; without a terminal a
 * line a minute.
 */
final class ProgressDisplay implements AutoCloseable {
    private static final long REDRAW_MILLIS = 200;
    private static final long MINUTE_MILLIS = 60_000;
    private static final int REDRAWS_PER_WIDTH = 5;

    private final Console console;
    private final boolean bar;
    private final Supplier<Progress> progress;
    private final ScheduledExecutorService timer;
    private int columns;
    private int redraws;

    /**
     * @param bar whether a bar may be shown
     * @param progress how far the run is, whenever it is asked
     */
    ProgressDisplay(Console console, boolean bar, Supplier<Progress> progress) {
        this.console = console;
        this.progress = progress;
        this.bar = bar && console.terminal().error();
        this.timer = Executors.newSingleThreadScheduledExecutor(ProgressDisplay::daemon);
        long interval = this.bar ? REDRAW_MILLIS : MINUTE_MILLIS;
        timer.scheduleAtFixedRate(this::show, interval, interval, TimeUnit.MILLISECONDS);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    }

    /** Whether a bar is shown. */
    boolean bar() {
        return bar;
    }

    private void show() {
        if (bar) {
            console.status(ProgressBar.render(progress.get(), columns()));
        } else {
            console.info(ProgressBar.text(progress.get()));
        }
    }

    /** Asked now and then only: the answer comes from another process. One less, or some terminals wrap. */
    private int columns() {
        if (redraws++ % REDRAWS_PER_WIDTH == 0) {
            columns = console.terminal().columns() - 1;
        }
        return columns;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            timer.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        console.clearStatus();
    }
}
