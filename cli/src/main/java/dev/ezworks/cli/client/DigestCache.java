package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Digests of the files in a folder, kept between runs so that not all of them are read again each time. One is believed
 * only as long as the file's size, inode, time of modification and time of change are what they were: the last of these
 * no program can set, and every change of the bytes does. A file that changed in the last seconds before it was read is
 * not remembered: it could change again within the same tick of the clock. Where the system has no time of change,
 * every file is read. Thread-safe.
 */
public final class DigestCache {
    private static final int SETTLED_SECONDS = 2;
    private static final String FIELD_END = "\t";
    private static final String ENTRY_END = "\0";

    private final Path folder;
    private final Path file;
    private final Clock clock;
    private final Map<String, Entry> before;
    private final Map<String, Entry> now = new ConcurrentHashMap<>();

    private record Entry(Sha256 digest, String stamp) {}

    private DigestCache(Path folder, Path file, Clock clock, Map<String, Entry> before) {
        this.folder = folder;
        this.file = file;
        this.clock = clock;
        this.before = before;
    }

    /**
     * Opens the digests of a folder.
     *
     * @param folder its real path
     * @param caches where such things are kept
     */
    public static DigestCache open(Path folder, Path caches, Clock clock) {
        byte[] name = folder.toString().getBytes(StandardCharsets.UTF_8);
        Path file = caches.resolve("digests-" + Sha256.of(name).hex());
        return new DigestCache(folder, file, clock, load(file));
    }

    /** What can't be read is computed again. */
    private static Map<String, Entry> load(Path file) {
        Map<String, Entry> entries = new ConcurrentHashMap<>();
        try {
            for (String entry : Files.readString(file).split(ENTRY_END, -1)) {
                if (entry.isEmpty()) {
                    continue;
                }
                String[] fields = entry.split(FIELD_END, 3);
                entries.put(fields[2], new Entry(Sha256.ofHex(fields[0]), fields[1]));
            }
            return entries;
        } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return new ConcurrentHashMap<>();
        }
    }

    /** The digest of a regular file in the folder. */
    public Sha256 digest(Path path) throws IOException {
        String name = folder.relativize(path).toString();
        Instant readAt = clock.instant();
        Optional<Stamp> stamp = Stamp.of(path);
        Entry known = before.get(name);
        if (known != null
                && stamp.isPresent()
                && known.stamp().equals(stamp.get().text())) {
            now.put(name, known);
            return known.digest();
        }
        Sha256 digest = FileDigest.of(path);
        if (stamp.isPresent()
                && stamp.equals(Stamp.of(path))
                && stamp.get().changedAt().isBefore(readAt.minusSeconds(SETTLED_SECONDS))) {
            now.put(name, new Entry(digest, stamp.get().text()));
        }
        return digest;
    }

    /** Keeps what was asked for in this run, and forgets the rest. Failing to is no harm: it is computed again. */
    public void save() {
        if (now.equals(before)) {
            return;
        }
        StringBuilder text = new StringBuilder();
        now.forEach((name, entry) -> text.append(entry.digest().hex())
                .append(FIELD_END)
                .append(entry.stamp())
                .append(FIELD_END)
                .append(name)
                .append(ENTRY_END));
        try {
            Files.createDirectories(file.getParent());
            Path next = Files.createTempFile(file.getParent(), "digests", ".new");
            try {
                Files.writeString(next, text);
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(next);
            }
        } catch (IOException e) {
            // See above.
        }
    }

    /** What a file looks like from outside. */
    private record Stamp(String text, Instant changedAt) {
        static Optional<Stamp> of(Path path) throws IOException {
            try {
                Map<String, Object> found = Files.readAttributes(
                        path, "unix:size,ino,dev,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS);
                FileTime modified = (FileTime) Objects.requireNonNull(found.get("lastModifiedTime"));
                FileTime changed = (FileTime) Objects.requireNonNull(found.get("ctime"));
                String text = found.get("size") + " " + found.get("ino") + " " + found.get("dev") + " "
                        + modified.to(TimeUnit.NANOSECONDS) + " " + changed.to(TimeUnit.NANOSECONDS);
                return Optional.of(new Stamp(text, changed.toInstant()));
            } catch (UnsupportedOperationException | IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }
}
