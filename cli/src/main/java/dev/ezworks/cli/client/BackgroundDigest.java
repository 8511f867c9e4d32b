package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * A SHA-256 that is computed on a thread of its own, so that whoever moves the bytes does not wait for it. When it
 * falls behind, it is waited for after all: only so many blocks are held. To be fed by one thread at a time.
 */
final class BackgroundDigest implements AutoCloseable {
    private static final int BLOCKS_HELD = 16;

    private final MessageDigest digest = Sha256.newDigest();
    private final Semaphore room = new Semaphore(BLOCKS_HELD);
    private final ExecutorService thread = Executors.newSingleThreadExecutor(BackgroundDigest::daemon);

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "digest");
        thread.setDaemon(true);
        return thread;
    }

    /** Adds what is between the block's position and its limit, both of which stay. The bytes must not change again. */
    void update(ByteBuffer block) throws InterruptedIOException {
        ByteBuffer bytes = block.duplicate();
        try {
            room.acquire();
        } catch (InterruptedException e) {
            throw interrupted();
        }
        thread.execute(() -> {
            digest.update(bytes);
            room.release();
        });
    }

    /** The digest of all that was added. To be asked once. */
    Sha256 value() throws InterruptedIOException {
        try {
            return Sha256.ofBytes(thread.submit(() -> digest.digest()).get());
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while computing a digest");
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
