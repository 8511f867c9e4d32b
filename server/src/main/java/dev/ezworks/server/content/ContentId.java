package dev.ezworks.server.content;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Names content. Random, so that it spreads over shards and tells nothing, and never made from a user's string, so
 * that it is safe as a file name.
 *
 * @param value 32 lower-case hex digits (128 random bits)
 */
public record ContentId(String value) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Comes before all others in the order of the values, and is that of no content: where an enumeration begins. */
    public static final ContentId NONE = new ContentId("0".repeat(32));

    public ContentId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a content id is 32 lower-case hex digits");
        }
    }

    /** A new id, never given before. */
    public static ContentId random() {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        return new ContentId(HexFormat.of().formatHex(bits));
    }

    @Override
    public String toString() {
        return value;
    }
}
