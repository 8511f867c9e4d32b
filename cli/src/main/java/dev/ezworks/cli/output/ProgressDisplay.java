package dev.ezworks.cli.output;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Shows how far a run is: a bar at the bottom of the terminal, redrawn several times a second; without a terminal a
 * line a minute.
 */
final class ProgressDisplay implements AutoCloseable {
    private static final Duration REDRAW = Duration.ofMillis(200);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int REDRAWS_PER_WIDTH = 5;

    private final Console console;
    private final boolean bar;
    private final Supplier<Progress> progress;
    private final Ticker.Ticking ticking;
    private int columns;
    private int redraws;

    /**
     * @param bar whether a bar may be shown
     * @param progress how far the run is, whenever it is asked
     */
    ProgressDisplay(Console console, boolean bar, Supplier<Progress> progress, Ticker ticker) {
        this.console = console;
        this.progress = progress;
        this.bar = bar && console.terminal().error();
        this.ticking = ticker.every(this.bar ? REDRAW : MINUTE, this::show);
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
        ticking.close();
        console.clearStatus();
    }
}
