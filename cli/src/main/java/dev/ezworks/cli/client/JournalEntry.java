package dev.ezworks.cli.client;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/** The place for one upload in an {@link UploadJournal}, locked as long as it is open. */
final class JournalEntry implements Closeable {
    static final String SUFFIX = ".upload";

    private final PrivateFolder folder;
    private final UploadKey key;
    private final String fileName;
    private final FileLock lock;

    JournalEntry(PrivateFolder folder, UploadKey key, FileLock lock) {
        this.folder = folder;
        this.key = key;
        this.fileName = key.hash() + SUFFIX;
        this.lock = lock;
    }

    /** What was noted; empty if nothing was, or nothing that can be made sense of. */
    Optional<NotedUpload> read() throws IOException {
        Optional<byte[]> content = folder.read(fileName);
        return content.isEmpty() ? Optional.empty() : parse(content.get());
    }

    private Optional<NotedUpload> parse(byte[] content) {
        try {
            Map<String, Object> fields = JSON.std.mapFrom(content);
            if (fields.entrySet().containsAll(key.fields().entrySet())
                    && fields.get("path") instanceof String path
                    && fields.get("size") instanceof Number size
                    && fields.get("modified") instanceof String modified) {
                boolean onlyNew = Boolean.TRUE.equals(fields.get("onlyNew"));
                return Optional.of(
                        new NotedUpload(new UploadPath(path), size.longValue(), Instant.parse(modified), onlyNew));
            }
        } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
            // Torn, or not ours.
        }
        return Optional.empty();
    }

    /** Takes note, in place of what was noted before. When this returns, a crash does not undo it. */
    void write(NotedUpload upload) throws IOException {
        Map<String, Object> fields = key.fields();
        fields.put("path", upload.path().value());
        fields.put("size", upload.size());
        fields.put("modified", upload.modified().toString());
        fields.put("onlyNew", upload.onlyNew());
        folder.replace(fileName, JSON.std.asBytes(fields));
    }

    /** Removes what was noted: the upload is over. */
    void forget() throws IOException {
        folder.remove(fileName);
    }

    @Override
    public void close() throws IOException {
        lock.release();
    }
}
