package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The hidden files that stand beside a target while it is being downloaded. Short whatever the target's name: names of
 * 255 bytes exist.
 *
 * @param bytes what has arrived
 * @param claim who is at it, and of which version the bytes are
 */
public record PartialNames(Path bytes, Path claim) {
    private static final String PREFIX = ".ezworks-";

    private static final String BYTES = ".partial";
    private static final String CLAIM = ".version";
    private static final int HASH_LENGTH = 16;
    // Without regard to case, as some file systems are.
    private static final Pattern ANY =
            Pattern.compile("\\.ezworks-[0-9a-f]{16}\\.(partial|version)", Pattern.CASE_INSENSITIVE);

    /** Those of a target. */
    public static PartialNames of(Path target) {
        byte[] name = String.valueOf(target.getFileName()).getBytes(StandardCharsets.UTF_8);
        String stem = PREFIX + Sha256.of(name).hex().substring(0, HASH_LENGTH);
        return new PartialNames(target.resolveSibling(stem + BYTES), target.resolveSibling(stem + CLAIM));
    }

    /** Those that one of them belongs to, see {@link #isOne}. */
    public static PartialNames belongingTo(Path one) {
        String stem = String.valueOf(one.getFileName()).substring(0, PREFIX.length() + HASH_LENGTH);
        return new PartialNames(one.resolveSibling(stem + BYTES), one.resolveSibling(stem + CLAIM));
    }

    /** Whether a file of this name belongs to a download, of whatever target. */
    public static boolean isOne(String name) {
        return ANY.matcher(name).matches();
    }

    /**
     * Removes a download that nobody will continue.
     *
     * @return whether it is gone; false if a process is at it
     */
    public boolean remove() throws IOException {
        Optional<PartialClaim> taken = PartialClaim.take(claim);
        if (taken.isEmpty()) {
            return false;
        }
        try (PartialClaim mine = taken.get()) {
            Files.deleteIfExists(bytes);
            mine.remove();
            return true;
        }
    }
}
