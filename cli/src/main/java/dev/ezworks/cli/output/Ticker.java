package dev.ezworks.cli.output;

import java.time.Duration;

/** How time passes while a run is shown. */
interface Ticker {
    /** Nanoseconds since some moment, as {@link System#nanoTime()} counts them. */
    long nanos();

    /** Runs a task over and over, once in each interval, the first time at the end of one. */
    Ticking every(Duration interval, Runnable task);

    /** A task that is run over and over until this is closed: then it runs no more. */
    interface Ticking extends AutoCloseable {
        @Override
        void close();
    }
}
