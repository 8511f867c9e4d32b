package dev.ezworks.server.storage.local;

import dev.ezworks.server.content.Claim;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.DamagedContentException;
import dev.ezworks.server.content.NoSuchContentException;
import dev.ezworks.server.content.OffsetMismatchException;
import dev.ezworks.server.content.StaleClaimException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to content between its creation and its removal, as blocking calls. A file becomes durable before the
 * database says so, and the database says so before the caller hears it.
 *
 * <p>The epochs in the database decide who may write. Besides, since only this process writes to the folder, an append
 * that is overtaken is stopped at once.
 */
final class ContentLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ContentLifecycle.class);

    private final DataFolder folder;
    private final Disk disk;
    private final Room room;
    private final PendingContents pending;
    private final ContentLocks locks = new ContentLocks();
    private final Map<ContentId, DiskAppend> appends = new ConcurrentHashMap<>();

    ContentLifecycle(DataFolder folder, Disk disk, Room room, PendingContents pending) {
        this.folder = folder;
        this.disk = disk;
        this.room = room;
        this.pending = pending;
    }

    Claim create(ContentId id, Duration lease) throws SQLException {
        return new Claim(pending.create(id, lease), 0);
    }

    Claim claim(ContentId id, Duration lease) throws Exception {
        return locks.locked(id, () -> takeOver(id, lease));
    }

    /** Claims the content unless more is recorded of it than up to this offset. */
    Claim claim(ContentId id, Duration lease, long offset) throws Exception {
        return locks.locked(id, () -> {
            PendingContent content = find(id);
            long recorded = present(content, content.size());
            if (recorded > offset) {
                throw new OffsetMismatchException(id, offset, recorded);
            }
            return takeOver(id, lease);
        });
    }

    /** Claims the content if its lease has ended; empty if it has not. */
    Optional<Claim> claimExpired(ContentId id, Duration lease) throws Exception {
        // Nobody renews the lease any more once the first step is done, so only then is an append under way stopped.
        return locks.locked(id, () -> pending.fenceExpired(id) ? Optional.of(takeOver(id, lease)) : Optional.empty());
    }

    private Claim takeOver(ContentId id, Duration lease) throws IOException, SQLException {
        PendingContent content = find(id);
        long size = present(content, stopAppend(content, new StaleClaimException(id)));
        return new Claim(pending.claim(content, size, lease), size);
    }

    private PendingContent find(ContentId id) throws SQLException {
        return pending.find(id).orElseThrow(() -> new NoSuchContentException(id));
    }

    /** What of the durable bytes is there: a file that was lost is better begun again than refused for ever. */
    private long present(PendingContent content, long durable) throws IOException {
        if (content.sealed()) {
            return durable;
        }
        Path file = folder.unfinished(content.id());
        return Files.exists(file) ? Math.min(durable, Files.size(file)) : 0;
    }

    /** Stops the append under way, if there is one; returns how many bytes are durable then. */
    private long stopAppend(PendingContent content, RuntimeException reason) {
        DiskAppend append = appends.remove(content.id());
        return append == null ? content.size() : append.stop(reason);
    }

    /** An append that does nothing yet. It has to be given to {@link #finish} or {@link #abandon} in the end. */
    DiskAppend newAppend(ContentId id, long epoch) {
        return new DiskAppend(id, epoch, folder, disk, room);
    }

    /** Opens the file for an append that begins at this offset. */
    void begin(DiskAppend append, long offset) throws Exception {
        ContentId id = append.id();
        locks.locked(id, () -> {
            PendingContent content = pending.unfinished(id, append.epoch());
            long size = syncLast(content);
            if (size != offset) {
                throw new OffsetMismatchException(id, offset, size);
            }
            append.open(size);
            return appends.put(id, append);
        });
    }

    void sync(ContentId id, long epoch) throws Exception {
        forceLast(id, epoch);
        locks.locked(id, () -> {
            PendingContent content = pending.unfinished(id, epoch);
            if (appends.containsKey(id)) {
                return syncLast(content);
            }
            pending.recordSize(id, epoch, content.size());
            return content.size();
        });
    }

    /** Outside the lock, since it takes as long as the disk needs for all the bytes: in it, little is left to force. */
    private void forceLast(ContentId id, long epoch) throws IOException {
        DiskAppend last = appends.get(id);
        if (last != null && last.epoch() == epoch && last.hasEnded()) {
            last.forceUnnamed();
        }
    }

    /** Makes durable what the last append has written; returns the size. */
    private long syncLast(PendingContent content) throws IOException, SQLException {
        DiskAppend last = appends.get(content.id());
        if (last == null) {
            return content.size();
        }
        if (!last.hasEnded()) {
            throw new IllegalStateException("a claim serves one append at a time");
        }
        long size = last.force();
        pending.recordSize(content.id(), content.epoch(), size);
        close(last);
        return size;
    }

    private void close(DiskAppend append) {
        appends.remove(append.id(), append);
        append.drop(new IllegalStateException("the append has ended"));
    }

    /**
     * Records what an append under way had written at the last checkpoint, which is durable by now, renews the lease, and
     * begins to force what has been written since.
     */
    void checkpoint(DiskAppend append) throws Exception {
        long durable = append.forceInTurn();
        locks.locked(append.id(), () -> {
            // Whoever has ended the append meanwhile has recorded more.
            if (appends.get(append.id()) == append) {
                pending.recordSize(append.id(), append.epoch(), durable);
            }
            return durable;
        });
    }

    /** Ends an append that has written all it was given; returns the size, which is not durable yet. */
    long finish(DiskAppend append) throws SQLException {
        long size = append.end();
        pending.renew(append.id(), append.epoch());
        return size;
    }

    /** Ends an append that failed or was cancelled, and keeps what it has written. */
    void abandon(DiskAppend append, RuntimeException reason) {
        long size = append.stop(reason);
        try {
            locks.locked(append.id(), () -> {
                if (appends.remove(append.id(), append)) {
                    pending.recordSize(append.id(), append.epoch(), size);
                }
                return size;
            });
        } catch (Exception e) {
            LOG.warn("what was appended to content {} is not kept: {}", append.id(), e.toString());
        }
    }

    /** What lies beyond the recorded size was never there, so recording it is the step that decides. */
    void truncate(ContentId id, long epoch, long size) throws Exception {
        forceLast(id, epoch);
        locks.locked(id, () -> {
            requireWithin(id, size, syncLast(pending.unfinished(id, epoch)));
            pending.recordSize(id, epoch, size);
            cut(id, size);
            return size;
        });
    }

    /** The file of unfinished content that has at least this many bytes. */
    Path unfinished(ContentId id, long epoch, long size) throws Exception {
        return locks.locked(id, () -> {
            PendingContent content = pending.unfinished(id, epoch);
            DiskAppend last = appends.get(id);
            requireWithin(id, size, last == null ? content.size() : last.written());
            return folder.unfinished(id);
        });
    }

    private static void requireWithin(ContentId id, long size, long present) {
        if (size > present) {
            throw new OffsetMismatchException(id, size, present);
        }
    }

    void seal(ContentId id, long epoch, long length) throws Exception {
        forceLast(id, epoch);
        locks.locked(id, () -> {
            PendingContent content = pending.unfinished(id, epoch);
            DiskAppend last = appends.get(id);
            if (last != null && last.hasEnded()) {
                requireLength(id, length, last.forceUnnamed());
                shelve(id, epoch, length);
                close(last);
            } else {
                requireLength(id, length, stopAppend(content, new NoSuchContentException(id)));
                cut(id, length);
                shelve(id, epoch, length);
            }
            return length;
        });
    }

    private static void requireLength(ContentId id, long length, long size) {
        if (size != length) {
            throw new OffsetMismatchException(id, length, size);
        }
    }

    /** Brings the file to the size that is known to be durable: what lies beyond was never acknowledged. */
    private void cut(ContentId id, long size) throws IOException {
        try (FileChannel channel =
                FileChannel.open(folder.unfinished(id), StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            if (channel.size() < size) {
                throw new DamagedContentException(id, "it ends at " + channel.size() + " instead of " + size);
            }
            if (channel.size() > size || size == 0) {
                channel.truncate(size);
                disk.force(channel);
            }
        }
    }

    private void shelve(ContentId id, long epoch, long size) throws IOException, SQLException {
        Path unfinished = folder.unfinished(id);
        Path sealed = folder.sealed(id);
        disk.createFolder(folder.shelf(id), folder.content());
        disk.move(unfinished, sealed);
        try {
            disk.forceFolder(folder.shelf(id));
            pending.seal(id, epoch, size);
        } catch (IOException | SQLException | RuntimeException e) {
            disk.move(sealed, unfinished);
            throw e;
        }
    }

    void renew(ContentId id, long epoch) throws SQLException {
        pending.renew(id, epoch);
    }

    void settle(ContentId id, long epoch) throws SQLException {
        try {
            pending.settle(id, epoch);
        } catch (NoSuchContentException e) {
            if (pending.find(id).isPresent() || file(id).isEmpty()) {
                throw e;
            }
            // It was settled before.
        }
    }

    /** The file of sealed content. */
    Optional<Path> file(ContentId id) {
        return Optional.of(folder.sealed(id)).filter(Files::isRegularFile);
    }

    /** Files go before the row: what a crash leaves behind is then still known, and swept. */
    void delete(ContentId id) throws Exception {
        locks.locked(id, () -> {
            DiskAppend append = appends.remove(id);
            if (append != null) {
                append.drop(new NoSuchContentException(id));
            }
            deleteFile(folder.unfinished(id), folder.incoming());
            deleteFile(folder.sealed(id), folder.shelf(id));
            pending.delete(id);
            return true;
        });
    }

    private void deleteFile(Path file, Path parent) throws IOException {
        if (Files.deleteIfExists(file)) {
            disk.forceFolder(parent);
        }
    }
}
