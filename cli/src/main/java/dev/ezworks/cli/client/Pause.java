package dev.ezworks.cli.client;

import java.time.Duration;

/** How to let time pass. */
@FunctionalInterface
interface Pause {
    /** For real. */
    Pause SLEEP = time -> Thread.sleep(time.toMillis(), time.toNanosPart() % 1_000_000);

    void sleep(Duration time) throws InterruptedException;
}
