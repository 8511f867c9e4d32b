package dev.ezworks.cli.client;

import dev.ezworks.api.FileInfo;
import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One file on its way over tus. Nearly all of it goes in one request, the last piece in another, with the digest of
 * the whole: by then it is known, though the file is read only once, and the server publishes nothing else.
 */
final class ResumableUpload {
    /** The last piece begins at a multiple of this: a chunk of the server's stores, so that none is written twice. */
    static final long LAST_PIECE_BYTES = 1024 * 1024;

    private final EzworksClient client;
    private final TusClient tus;
    private final FileName name;
    private final FileSource source;
    private final Precondition precondition;
    private final boolean onlyNew;
    private final JournalEntry entry;
    private final FollowingDigest digest;
    private final TransferListener listener;

    private @Nullable UploadPath path;
    private boolean fromEarlierRun;
    private long reached;

    /**
     * @param precondition looked at before the first byte is sent, and before the last ones are. That the name is free
     *     the server looks at too, when it publishes: the one precondition that it remembers for an upload
     */
    ResumableUpload(
            EzworksClient client,
            FileName name,
            FileSource source,
            Precondition precondition,
            JournalEntry entry,
            FollowingDigest digest,
            TransferListener listener) {
        this.client = client;
        this.tus = client.tus();
        this.name = name;
        this.source = source;
        this.precondition = precondition;
        this.onlyNew = precondition.equals(Precondition.ABSENT);
        this.entry = entry;
        this.digest = digest;
        this.listener = listener;
    }

    /** Takes up what an earlier run began, unless it was with another state of the file, or on another condition. */
    void recall() throws IOException {
        Optional<NotedUpload> noted = entry.read();
        if (noted.isEmpty()) {
            return;
        }
        path = noted.get().path();
        if (noted.get().isOf(source, onlyNew)) {
            fromEarlierRun = true;
            // So that its age says when it was last made use of.
            entry.write(noted.get());
        } else {
            giveUp();
        }
    }

    /** How much the server had when it was last asked, in bytes. */
    long reached() {
        return reached;
    }

    /** Goes on from where the server is. To be called again after a failure that may pass. */
    FileInfo attempt() throws IOException {
        try {
            Optional<FileInfo> published = attemptOnce();
            while (published.isEmpty()) {
                giveUp();
                published = attemptOnce();
            }
            entry.forget();
            return published.get();
        } catch (FileChangedException e) {
            giveUp();
            throw e;
        }
    }

    /** @return empty if what an earlier run began is over, or is of other bytes; never if this run began it */
    private Optional<FileInfo> attemptOnce() throws IOException {
        TusStatus status = status();
        reached = status.offset();
        listener.startOver();
        listener.alreadyThere(status.offset());
        listener.resumable(status.offset());
        try {
            return inCatalog(status.published().isPresent() ? status : send(status.offset()));
        } catch (DigestMismatchException e) {
            if (fromEarlierRun) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private TusStatus status() throws IOException {
        UploadPath known = path;
        if (known != null) {
            Optional<TusStatus> found = tus.find(known, name, source.size());
            if (found.isPresent()) {
                return found.get();
            }
        }
        client.require(precondition, name);
        UploadPath begun = tus.create(name, EzworksClient.contentType(name), source.length(), onlyNew);
        path = begun;
        fromEarlierRun = false;
        entry.write(NotedUpload.of(begun, source, onlyNew));
        return new TusStatus(0, Optional.empty());
    }

    private TusStatus send(long offset) throws IOException {
        long lastPiece = (source.size() - 1) / LAST_PIECE_BYTES * LAST_PIECE_BYTES;
        if (offset < lastPiece) {
            append(offset, lastPiece, Optional.empty());
        }
        Whole whole = new Whole(source.size(), digestOfFile());
        client.require(precondition, name);
        TusStatus status = append(Math.max(offset, lastPiece), source.size(), Optional.of(whole));
        fromEarlierRun = false;
        return status;
    }

    private TusStatus append(long from, long to, Optional<Whole> whole) {
        UploadPath known = path;
        if (known == null) {
            throw new IllegalStateException("nothing has been begun");
        }
        Piece piece = new Piece(from, to - from, () -> digest.reader(from, to), whole);
        return tus.append(known, piece, listener).require(to, whole.isPresent());
    }

    private Sha256 digestOfFile() throws IOException {
        listener.doing("computing its digest");
        return digest.value();
    }

    /** The file, which the server says is published. */
    private Optional<FileInfo> inCatalog(TusStatus status) throws IOException {
        Sha256 read = digestOfFile();
        status.requirePublished(read);
        Optional<FileInfo> current = client.published(name, read);
        if (current.isEmpty() && !fromEarlierRun) {
            throw new PreconditionFailedException();
        }
        return current;
    }

    private void giveUp() throws IOException {
        UploadPath known = path;
        path = null;
        fromEarlierRun = false;
        entry.forget();
        if (known != null) {
            try {
                tus.delete(known);
            } catch (ClientException e) {
                // It expires.
            }
        }
    }
}
