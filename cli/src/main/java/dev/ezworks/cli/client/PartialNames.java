package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The hidden files that stand beside a target while it is being downloaded. Short whatever the target's name: names of
 * 255 bytes exist.
 *
 * @param bytes what has arrived
 * @param claim who is at it, and of which version the bytes are
 */
public record PartialNames(Path bytes, Path claim) {
    /** What these names start with; nothing else may have such a name. */
    static final String PREFIX = ".ezworks-";

    private static final String BYTES = ".partial";
    private static final String CLAIM = ".version";
    private static final int HASH_LENGTH = 16;

    /** Those of a target. */
    public static PartialNames of(Path target) {
        byte[] name = String.valueOf(target.getFileName()).getBytes(StandardCharsets.UTF_8);
        String stem = PREFIX + Sha256.of(name).hex().substring(0, HASH_LENGTH);
        return new PartialNames(target.resolveSibling(stem + BYTES), target.resolveSibling(stem + CLAIM));
    }

    /** Those that one of them belongs to. */
    public static PartialNames belongingTo(Path one) {
        String name = String.valueOf(one.getFileName());
        String stem = name.substring(0, PREFIX.length() + HASH_LENGTH);
        return new PartialNames(one.resolveSibling(stem + BYTES), one.resolveSibling(stem + CLAIM));
    }

    /** Whether this is such a file, of whatever target. */
    public static boolean isOne(Path file) {
        return String.valueOf(file.getFileName()).matches("\\.ezworks-[0-9a-f]{16}\\.(partial|version)");
    }
}
