package dev.ezworks.cli.client;

import dev.ezworks.api.FileName;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name a file gets here: the last segment of its name in the catalog, if this system takes it for a plain file's.
 * Windows takes some names for devices, drops trailing dots and spaces, and reads a colon as a drive or a stream.
 */
public final class LocalName {
    private static final Pattern DEVICE =
            Pattern.compile("(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9¹²³])(\\..*)?");
    private static final String FORBIDDEN = "<>:\"|?*";

    private LocalName() {}

    /**
     * The local name of a file.
     *
     * @param windows whether the rules of Windows hold
     * @throws IllegalArgumentException if it can't have its name here
     */
    public static String of(FileName name, boolean windows) {
        String segment = name.lastSegment();
        if (windows && isSpecialOnWindows(segment)) {
            throw new IllegalArgumentException("Windows does not take " + segment + " for the name of a file");
        }
        return segment;
    }

    private static boolean isSpecialOnWindows(String segment) {
        return DEVICE.matcher(segment.toLowerCase(Locale.ROOT)).matches()
                || segment.endsWith(".")
                || segment.endsWith(" ")
                || segment.chars().anyMatch(c -> FORBIDDEN.indexOf(c) >= 0);
    }
}
