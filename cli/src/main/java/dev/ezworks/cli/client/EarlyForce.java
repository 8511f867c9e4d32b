package dev.ezworks.cli.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Gets the bytes of a file to disk while more of them arrive, so that little is left to wait for at the end. Its
 * failures are kept: the system tells of bytes that it could not write only once.
 */
final class EarlyForce {
    static final int EVERY_BYTES = 64 * 1024 * 1024;

    /** What {@link java.nio.channels.FileChannel#force} does. */
    @FunctionalInterface
    interface Force {
        void force(boolean metaData) throws IOException;
    }

    private final Force file;
    private CompletableFuture<Void> forced = CompletableFuture.completedFuture(null);
    private long waiting;

    EarlyForce(Force file) {
        this.file = file;
    }

    /** So many more bytes have been written; from time to time this starts forcing them, and does not wait. */
    void written(int bytes) {
        waiting += bytes;
        if (waiting >= EVERY_BYTES && forced.isDone()) {
            waiting = 0;
            forced = forced.thenRunAsync(this::forceContent, EarlyForce::onThreadOfItsOwn);
        }
    }

    private static void onThreadOfItsOwn(Runnable task) {
        Thread thread = new Thread(task, "force");
        thread.setDaemon(true);
        thread.start();
    }

    private void forceContent() {
        try {
            file.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when all that was written is on disk. */
    void finish() throws IOException {
        try {
            forced.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof UncheckedIOException failed ? failed.getCause() : new IOException(e);
        }
        file.force(true);
    }
}
