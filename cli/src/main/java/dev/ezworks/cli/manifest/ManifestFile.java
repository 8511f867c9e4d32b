package dev.ezworks.cli.manifest;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.ExitCode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/**
 * A manifest in a file: a JSON object a line (NDJSON), added as files are finished; the last line about a name counts.
 * One process at a time writes it.
 *
 * <p>A line is handed to the system before {@link #add} returns, whole or, if the process is killed in mid-write or the
 * disk is full, in part: such a tail is cut off before the next line is added. Lines are forced to disk once a second
 * while more of them come, and at the end. What is lost with the power is at worst repeated: the file was published
 * before its line was written.
 */
public final class ManifestFile implements Manifest {
    /** What every line begins with, so that the beginning of one can be told from anything else. */
    private static final byte[] BEGINNING = "{\"name\":".getBytes(StandardCharsets.UTF_8);

    private static final Set<String> DONE = Set.of(ManifestEntry.Published.UPLOADED, ManifestEntry.Published.UNCHANGED);
    private static final long FORCE_NANOS = 1_000_000_000L;

    private final Path file;
    private final FileChannel channel;
    private final Writing writing;
    private final ManifestTarget target;
    private final Map<String, String> digests = new HashMap<>();
    private long wholeLines;
    private long forcedAt = System.nanoTime();
    private boolean writable = true;

    /** What {@link FileChannel#write(ByteBuffer, long)} does. */
    @FunctionalInterface
    interface Writing {
        int write(FileChannel channel, ByteBuffer bytes, long position) throws IOException;
    }

    private ManifestFile(Path file, FileChannel channel, Writing writing, ManifestTarget target) {
        this.file = file;
        this.channel = channel;
        this.writing = writing;
        this.target = target;
    }

    /**
     * Opens a manifest, or begins one.
     *
     * @throws CliException if another run uses it, or if it is no manifest
     */
    public static ManifestFile open(Path file, ManifestTarget target) throws IOException {
        return open(file, target, FileChannel::write);
    }

    static ManifestFile open(Path file, ManifestTarget target, Writing writing) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new CliException(ExitCode.ERROR, file + " is not a regular file", "name another file");
        }
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(file, channel);
            ManifestFile manifest = new ManifestFile(file, channel, writing, target);
            manifest.read();
            return manifest;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Held until the channel is closed, or the process ends, however it does. */
    private static void lock(Path file, FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // By this very process.
        }
        throw new CliException(
                ExitCode.ERROR,
                "another run is using the manifest " + file,
                "wait until it has ended, or give this one a manifest of its own");
    }

    private void read() throws IOException {
        // Not closed: the channel goes on.
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long end = 0;
        long number = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                readLine(line.toString(StandardCharsets.UTF_8), ++number);
                end += line.size() + 1L;
                line.reset();
            } else {
                line.write(next);
            }
        }
        if (line.size() > 0) {
            requireTorn(line.toByteArray(), number + 1);
        }
        wholeLines = end;
    }

    private void readLine(String line, long number) {
        Map<String, Object> fields;
        try {
            fields = JSON.std.mapFrom(line);
        } catch (JacksonException e) {
            throw noManifest(number);
        }
        if (!(fields.get("name") instanceof String name) || !(fields.get("status") instanceof String status)) {
            throw noManifest(number);
        }
        if (!target.isOf(fields)) {
            return;
        }
        if (DONE.contains(status) && fields.get("sha256") instanceof String digest) {
            digests.put(name, digest);
        } else {
            digests.remove(name);
        }
    }

    /** A line that was not written to its end, or whose bytes the power took away. Anything else is not ours to cut. */
    private void requireTorn(byte[] tail, long number) {
        int common = Math.min(tail.length, BEGINNING.length);
        boolean begun = Arrays.equals(tail, 0, common, BEGINNING, 0, common);
        boolean lost = tail[0] == 0;
        if (!begun && !lost) {
            throw noManifest(number);
        }
    }

    private CliException noManifest(long line) {
        return new CliException(
                ExitCode.ERROR, file + " is no manifest of uploads: see its line " + line, "name another file");
    }

    @Override
    public synchronized boolean mayBeDone(FileName name) {
        return digests.containsKey(name.value());
    }

    @Override
    public synchronized boolean isDone(FileName name, Sha256 digest) {
        return digest.hex().equals(digests.get(name.value()));
    }

    @Override
    public synchronized void add(ManifestEntry entry) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", entry.name());
        fields.putAll(entry.fields());
        target.addTo(fields);
        try {
            write(JSON.std.asString(fields) + "\n");
        } catch (IOException e) {
            writable = false;
            throw new IOException("cannot write the manifest " + file + ": " + e.getMessage(), e);
        }
    }

    private void write(String line) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(line);
        if (channel.size() > wholeLines) {
            channel.truncate(wholeLines);
        }
        long end = wholeLines;
        while (bytes.hasRemaining()) {
            end += writing.write(channel, bytes, end);
        }
        wholeLines = end;
        long now = System.nanoTime();
        if (now - forcedAt >= FORCE_NANOS) {
            forcedAt = now;
            channel.force(false);
        }
    }

    @Override
    public synchronized boolean isWritable() {
        return writable;
    }

    @Override
    public synchronized void close() throws IOException {
        if (channel.isOpen()) {
            channel.force(true);
            channel.close();
        }
    }
}
