package dev.ezworks.server.storage.local;

import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.DamagedContentException;
import dev.ezworks.server.content.Slab;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One append under way: a file that grows, until the append ends or somebody stops it. What is durable is known only
 * after a force, and what a failed force should have made durable counts as lost.
 */
final class DiskAppend {
    private static final Logger LOG = LoggerFactory.getLogger(DiskAppend.class);
    // The JDK copies heap buffers through a direct one, which each thread keeps: let that be small.
    private static final int WRITE_SIZE = 256 * 1024;
    // The disk writes while bytes arrive: measured, half as much again per second as with one force at the end.
    private static final long FORCE_AHEAD = 32L << 20;

    private static final long NEVER = -1;

    private final ContentId id;
    private final long epoch;
    private final DataFolder folder;
    private final Disk disk;
    private final Room room;
    private final Sinks.Empty<Void> stopSignal = Sinks.empty();

    // All guarded by this.
    private @Nullable FileChannel channel;
    private @Nullable RuntimeException stopReason;
    private boolean ended;
    private boolean named;
    private long written;
    private long forced;
    private long durable;
    private long forcedAhead;
    private ForceAhead ahead = ForceAhead.done();
    private boolean forceFailed;

    DiskAppend(ContentId id, long epoch, DataFolder folder, Disk disk, Room room) {
        this.id = id;
        this.epoch = epoch;
        this.folder = folder;
        this.disk = disk;
        this.room = room;
    }

    ContentId id() {
        return id;
    }

    long epoch() {
        return epoch;
    }

    /** Opens the file, of whose bytes this many are known to be durable, and drops what lies beyond. */
    synchronized void open(long size) throws IOException {
        if (stopReason != null) {
            throw stopReason;
        }
        FileChannel opened = openFile(size > 0);
        channel = opened;
        if (opened.size() < size) {
            throw new DamagedContentException(id, "it ends at " + opened.size() + " instead of " + size);
        }
        if (opened.size() > size) {
            opened.truncate(size);
        }
        opened.position(size);
        named = size > 0;
        written = size;
        // A new file has to be forced once, also if it stays empty.
        forced = size > 0 ? size : NEVER;
        durable = size;
        forcedAhead = size;
    }

    private FileChannel openFile(boolean mustExist) throws IOException {
        Path file = folder.unfinished(id);
        if (!mustExist) {
            return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        }
        try {
            return FileChannel.open(file, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            throw new DamagedContentException(id, "its file is missing");
        }
    }

    /** Adds the slab's bytes and releases it, whatever happens. */
    synchronized void write(Slab slab) throws IOException {
        try {
            FileChannel open = running();
            room.require(slab.length());
            ByteBuffer bytes = ByteBuffer.wrap(slab.array(), 0, slab.length());
            for (int end = 0; end < slab.length(); ) {
                end = Math.min(slab.length(), end + WRITE_SIZE);
                bytes.limit(end);
                while (bytes.hasRemaining()) {
                    open.write(bytes);
                }
            }
            written += slab.length();
            forceAhead(open);
        } finally {
            slab.release();
        }
    }

    private void forceAhead(FileChannel open) throws IOException {
        if (written - forcedAhead >= FORCE_AHEAD && ahead.isDone()) {
            ahead.awaitSuccess();
            beginForce(open);
        }
    }

    private void beginForce(FileChannel open) {
        forcedAhead = written;
        ahead = disk.forceAhead(open);
    }

    /** How many bytes the file has, durable or not. */
    synchronized long written() {
        return written;
    }

    /** How many bytes have been written since the disk was last told to make them durable. */
    synchronized long unforced() {
        return written - forcedAhead;
    }

    /**
     * Begins to make durable what is written, and waits for what the last call began; so the writing goes on while the
     * disk works. To be called by who writes.
     *
     * @return how many bytes are durable: what was written at the last call
     */
    long forceInTurn() throws IOException {
        // Without the monitor: who stops the append does not wait for a writer that waits.
        lastForce().await();
        return beginNextForce();
    }

    private synchronized ForceAhead lastForce() {
        running();
        return ahead;
    }

    private synchronized long beginNextForce() throws IOException {
        FileChannel open = running();
        ahead.awaitSuccess();
        forceName();
        durable = forcedAhead;
        beginForce(open);
        return durable;
    }

    /** Ends the writing; returns the size. The file stays open, for the force that has to follow. */
    synchronized long end() {
        running();
        ended = true;
        return written;
    }

    /** Whether all that was given has been written. */
    synchronized boolean hasEnded() {
        return ended;
    }

    /** Makes durable what is written; returns the size. */
    synchronized long force() throws IOException {
        force(running());
        return durable;
    }

    /** Makes the bytes durable of a file that is about to get another name; returns the size. */
    synchronized long forceUnnamed() throws IOException {
        forceBytes(running());
        return written;
    }

    private void force(FileChannel open) throws IOException {
        forceBytes(open);
        forceName();
        durable = written;
    }

    private void forceName() throws IOException {
        if (!named) {
            // As with the bytes: a second try would succeed and mean nothing.
            forceFailed = true;
            disk.forceFolder(folder.incoming());
            forceFailed = false;
            named = true;
        }
    }

    private void forceBytes(FileChannel open) throws IOException {
        if (forceFailed) {
            throw new IOException("what was written may be lost since it could not be forced to disk");
        }
        if (forced == written) {
            return;
        }
        // Until it has succeeded: the kernel tells of lost pages once, a second try would succeed and mean nothing.
        forceFailed = true;
        ahead.awaitSuccess();
        disk.force(open);
        forceFailed = false;
        forced = written;
    }

    private FileChannel running() {
        if (stopReason != null) {
            throw stopReason;
        }
        if (channel == null) {
            throw new IllegalStateException("the append is not open");
        }
        return channel;
    }

    /**
     * Ends the append: no byte is written after this, and if it is still under way it fails with the reason. What is
     * written is made durable if that is possible. Doing it again does nothing.
     *
     * @return how many bytes are durable
     */
    long stop(RuntimeException reason) {
        return stop(reason, true);
    }

    /** Like {@link #stop}, where nobody wants what is written any more. */
    void drop(RuntimeException reason) {
        stop(reason, false);
    }

    private long stop(RuntimeException reason, boolean keep) {
        long size = close(reason, keep);
        stopSignal.tryEmitEmpty();
        return size;
    }

    private synchronized long close(RuntimeException reason, boolean keep) {
        if (stopReason == null) {
            stopReason = reason;
            try (FileChannel open = channel) {
                if (keep && open != null && written > durable && !forceFailed) {
                    force(open);
                }
            } catch (IOException e) {
                LOG.warn("only {} of {} bytes of content {} are kept: {}", durable, written, id, e.toString());
            }
        }
        return durable;
    }

    /**
     * Completes when the append is stopped. It does not fail, since {@code takeUntilOther} cancels its source only when
     * the other completes.
     */
    Mono<Void> stopped() {
        return stopSignal.asMono();
    }
}
