package dev.ezworks.server.uploads;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names a resumable upload. Random and long enough that nobody guesses another's.
 *
 * @param value 32 lower-case hex digits (128 random bits)
 */
public record UploadId(String value) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    public UploadId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("an upload id is 32 lower-case hex digits");
        }
    }

    /** A new id, never given before. */
    static UploadId random() {
        byte[] bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return new UploadId(HexFormat.of().formatHex(bits));
    }

    /** The id in a path; empty if it is none. */
    static Optional<UploadId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new UploadId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
