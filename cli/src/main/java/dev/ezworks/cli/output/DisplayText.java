package dev.ezworks.cli.output;

/** Text that came from elsewhere, made harmless for a terminal. */
public final class DisplayText {
    private DisplayText() {}

    /**
     * The text with control characters, characters that reorder what is shown, and lone surrogates written as
     * {@code \}{@code u{…}}.
     */
    public static String escape(String text) {
        if (text.codePoints().noneMatch(DisplayText::harmful)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(codePoint -> {
            if (harmful(codePoint)) {
                escaped.append("\\u{").append(Integer.toHexString(codePoint)).append('}');
            } else {
                escaped.appendCodePoint(codePoint);
            }
        });
        return escaped.toString();
    }

    static boolean harmful(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> !joins(codePoint);
            default -> false;
        };
    }

    /** Joiners belong to the spelling of several scripts and to emoji, and reorder nothing. */
    private static boolean joins(int codePoint) {
        return codePoint == 0x200C || codePoint == 0x200D;
    }
}
