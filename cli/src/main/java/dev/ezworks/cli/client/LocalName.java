package dev.ezworks.cli.client;

import dev.ezworks.api.FileName;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The names a file of a catalog gets here, if this system takes them for plain files' names. Windows takes some for
 * devices, drops trailing dots and spaces, and reads a colon as a drive or a stream.
 */
public final class LocalName {
    private static final Pattern DEVICE =
            Pattern.compile("(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9¹²³])(\\..*)?");
    private static final String FORBIDDEN = "<>:\"|?*";

    private LocalName() {}

    /**
     * The last segment of a file's name.
     *
     * @param windows whether the rules of Windows hold
     * @throws IllegalArgumentException if it can't be a name here
     */
    public static String of(FileName name, boolean windows) {
        return checked(name.lastSegment(), windows);
    }

    /**
     * The whole name, as a relative path.
     *
     * @param windows whether the rules of Windows hold
     * @throws IllegalArgumentException if one of the segments can't be a name here
     */
    public static String path(FileName name, boolean windows) {
        name.segments().forEach(segment -> checked(segment, windows));
        return name.value();
    }

    private static String checked(String segment, boolean windows) {
        if (windows && isSpecialOnWindows(segment)) {
            throw new IllegalArgumentException("Windows does not take " + segment + " for the name of a file");
        }
        if (PartialNames.isOne(segment)) {
            throw new IllegalArgumentException(segment + " is the name of an unfinished download");
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
