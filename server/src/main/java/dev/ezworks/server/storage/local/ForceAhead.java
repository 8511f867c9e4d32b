package dev.ezworks.server.storage.local;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/**
 * A force that goes on while its file is being written. Who waits for it does it, unless somebody else has begun: so
 * nobody ever waits for the forces of other files that are in the queue before it.
 */
final class ForceAhead {
    private final FutureTask<?> force;

    private ForceAhead(Callable<?> force) {
        this.force = new FutureTask<>(force);
    }

    /** Lets one of these threads do it, when it comes to it. */
    static ForceAhead begin(Force force, Executor threads) {
        ForceAhead ahead = new ForceAhead(() -> {
            force.run();
            return true;
        });
        threads.execute(ahead.force);
        return ahead;
    }

    /** One that has succeeded. */
    static ForceAhead done() {
        ForceAhead done = new ForceAhead(() -> true);
        done.force.run();
        return done;
    }

    /** Whether it has ended, well or not. */
    boolean isDone() {
        return force.isDone();
    }

    /** Waits until it has ended, well or not. */
    void await() throws InterruptedIOException {
        try {
            get();
        } catch (ExecutionException e) {
            // Told to whoever wants to know.
        }
    }

    /** Waits until it has succeeded. Fails, every time, with what it failed with. */
    void awaitSuccess() throws IOException {
        try {
            get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        }
    }

    private void get() throws ExecutionException, InterruptedIOException {
        // Does nothing if somebody has begun.
        force.run();
        try {
            force.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a file was forced to disk");
        }
    }

    /** What makes a file durable. */
    interface Force {
        void run() throws IOException;
    }
}
