package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The digest of a whole file, computed on a thread of its own while the file is sent, or a part of it. The blocks that
 * are sent are digested as they are. What comes before them, and what went by faster than it could be digested, is
 * read again: the sending never waits.
 */
final class FollowingDigest implements AutoCloseable {
    private static final int BLOCKS_HELD = 16;
    private static final long LOOK_AGAIN_MILLIS = 50;

    private record Sent(long position, ByteBuffer bytes) {
        static Sent end(long size) {
            return new Sent(size, ByteBuffer.allocate(0));
        }
    }

    private final FileSource source;
    private final BlockingQueue<Sent> sent = new ArrayBlockingQueue<>(BLOCKS_HELD);
    private final FutureTask<Sha256> whole;
    private final Thread thread;

    FollowingDigest(FileSource source) {
        this.source = source;
        Optional<Sha256> known = source.knownDigest();
        this.whole = new FutureTask<>(() -> known.isPresent() ? known.get() : follow());
        this.thread = new Thread(whole, "digest");
        thread.setDaemon(true);
        thread.start();
    }

    /** Reads a part of the file to be sent. Parts may come in any order, and again after a break. */
    BlockReader reader(long from, long to) {
        BlockReader reader = source.reader(from, to);
        AtomicLong position = new AtomicLong(from);
        return () -> {
            ByteBuffer block = reader.next();
            if (block != null) {
                long start = position.getAndAdd(block.remaining());
                // If there is no room it is read again.
                sent.offer(new Sent(start, block.duplicate()));
            }
            return block;
        };
    }

    private Sha256 follow() throws IOException, InterruptedException {
        MessageDigest digest = Sha256.newDigest();
        long position = 0;
        while (position < source.size()) {
            Sent next = sent.take();
            if (next.position() >= position) {
                read(position, next.position(), digest);
                position = next.position() + next.bytes().remaining();
                digest.update(next.bytes());
            }
        }
        return Sha256.ofBytes(digest.digest());
    }

    private void read(long from, long to, MessageDigest digest) throws IOException {
        BlockReader reader = source.reader(from, to);
        for (ByteBuffer block = reader.next(); block != null; block = reader.next()) {
            digest.update(block);
        }
    }

    /** Whether {@link #value()} will be known at once. */
    boolean isKnown() {
        return whole.isDone();
    }

    /**
     * Waits until all of the file is digested. To be asked when no more of it is sent; as often as one likes.
     *
     * @throws FileChangedException if it is no longer the file that was opened
     */
    Sha256 value() throws IOException {
        try {
            while (!whole.isDone() && !sent.offer(Sent.end(source.size()), LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                // The last blocks are being digested.
            }
            return whole.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while computing a digest");
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private static IOException failure(@Nullable Throwable cause) {
        if (cause instanceof ClientException known) {
            throw known;
        }
        return cause instanceof IOException io ? io : new IOException(cause);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
