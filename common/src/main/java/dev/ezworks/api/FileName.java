package dev.ezworks.api;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;

/**
 * The name of a file in an operator's catalog: 1 to 1024 bytes of UTF-8 in Unicode normal form C, segments joined by
 * {@code /}. No segment is empty, {@code .}, {@code ..} or longer than 255 bytes; no control, bidirectional-control
 * or lone-surrogate character and no backslash occurs.
 *
 * <p>The order is that of the names' UTF-8 bytes, the order of every listing.
 */
public final class FileName implements Comparable<FileName> {
    /** Longest whole name, in bytes of UTF-8. */
    public static final int MAX_BYTES = 1024;

    /** Longest segment, in bytes of UTF-8: what common file systems take. */
    public static final int MAX_SEGMENT_BYTES = 255;

    private final String value;

    private FileName(String value) {
        this.value = value;
    }

    /**
     * Brings a name to normal form C and checks it.
     *
     * @throws InvalidNameException if it breaks the rule; the message says how
     */
    public static FileName of(String text) {
        String name = Normalizer.normalize(text, Normalizer.Form.NFC);
        if (name.isEmpty()) {
            throw new InvalidNameException("the file name is empty");
        }
        if (utf8Length(name) > MAX_BYTES) {
            throw new InvalidNameException("the file name is longer than " + MAX_BYTES + " bytes of UTF-8");
        }
        name.codePoints().forEach(FileName::requireAllowed);
        for (String segment : name.split("/", -1)) {
            requireSegment(segment);
        }
        return new FileName(name);
    }

    private static void requireAllowed(int codePoint) {
        if (Character.isISOControl(codePoint) || codePoint == 0x2028 || codePoint == 0x2029) {
            throw new InvalidNameException("the file name contains a control character");
        }
        if (isBidiControl(codePoint)) {
            throw new InvalidNameException("the file name contains a bidirectional control character");
        }
        if (codePoint == '\\') {
            throw new InvalidNameException("the file name contains a backslash; segments are joined by /");
        }
    }

    /** The Bidi_Control property of Unicode (UAX #9): characters that reorder what a reader sees. */
    private static boolean isBidiControl(int codePoint) {
        return codePoint == 0x061C
                || codePoint == 0x200E
                || codePoint == 0x200F
                || (codePoint >= 0x202A && codePoint <= 0x202E)
                || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }

    private static void requireSegment(String segment) {
        if (segment.isEmpty()) {
            throw new InvalidNameException("the file name has an empty segment");
        }
        if (segment.equals(".") || segment.equals("..")) {
            throw new InvalidNameException("the file name has the segment " + segment);
        }
        if (utf8Length(segment) > MAX_SEGMENT_BYTES) {
            throw new InvalidNameException(
                    "a segment of the file name is longer than " + MAX_SEGMENT_BYTES + " bytes of UTF-8");
        }
    }

    private static int utf8Length(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return bytes.remaining();
        } catch (CharacterCodingException e) {
            throw new InvalidNameException("the file name contains a lone surrogate");
        }
    }

    /** The whole name. */
    public String value() {
        return value;
    }

    /** The segments, first to last; at least one. */
    public List<String> segments() {
        return List.of(value.split("/"));
    }

    /** What follows the last {@code /}: the name a download gets. */
    public String lastSegment() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    /** The name as UTF-8. */
    public byte[] utf8() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int compareTo(FileName other) {
        return Arrays.compareUnsigned(utf8(), other.utf8());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FileName that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
