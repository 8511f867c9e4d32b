package dev.ezworks.api;

import java.text.Normalizer;

/**
 * The name of an account: 1 to 64 characters in Unicode normal form C, letters and digits of any script and
 * {@code . _ @ + -}, case-sensitive, neither {@code .} nor {@code ..}. Unique within a {@link Role}.
 *
 * @param value the name, already checked
 */
public record Username(String value) {
    /** Longest username, in Unicode code points. */
    public static final int MAX_LENGTH = 64;

    private static final String PUNCTUATION = "._@+-";

    /**
     * Brings a name to normal form C and checks it.
     *
     * @throws InvalidNameException if it breaks the rule; the message says how
     */
    public Username {
        value = Normalizer.normalize(value, Normalizer.Form.NFC);
        int length = value.codePointCount(0, value.length());
        if (length < 1 || length > MAX_LENGTH) {
            throw new InvalidNameException("a username has 1 to " + MAX_LENGTH + " characters");
        }
        if (value.equals(".") || value.equals("..")) {
            throw new InvalidNameException("a username is not " + value);
        }
        if (!value.codePoints().allMatch(Username::isAllowed)) {
            throw new InvalidNameException("a username consists of letters, digits and " + PUNCTUATION);
        }
    }

    private static boolean isAllowed(int codePoint) {
        // Combining marks belong to the letters of many scripts (Devanagari, Thai) and have no composed form.
        return Character.isLetterOrDigit(codePoint)
                || isMark(Character.getType(codePoint))
                || PUNCTUATION.indexOf(codePoint) >= 0;
    }

    private static boolean isMark(int type) {
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    @Override
    public String toString() {
        return value;
    }
}
