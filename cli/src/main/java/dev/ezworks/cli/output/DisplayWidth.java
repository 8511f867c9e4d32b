package dev.ezworks.cli.output;

/** How many columns of a terminal a text takes, near enough for a status line: East Asian wide characters take two. */
final class DisplayWidth {
    private DisplayWidth() {}

    static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    private static int of(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return isWide(codePoint) ? 2 : 1;
    }

    private static boolean isWide(int codePoint) {
        return (codePoint >= 0x1100 && codePoint <= 0x115F)
                || (codePoint >= 0x2E80 && codePoint <= 0xA4CF)
                || (codePoint >= 0xAC00 && codePoint <= 0xD7A3)
                || (codePoint >= 0xF900 && codePoint <= 0xFAFF)
                || (codePoint >= 0xFE30 && codePoint <= 0xFE6F)
                || (codePoint >= 0xFF00 && codePoint <= 0xFF60)
                || (codePoint >= 0xFFE0 && codePoint <= 0xFFE6)
                || (codePoint >= 0x1F300 && codePoint <= 0x1FAFF)
                || (codePoint >= 0x20000 && codePoint <= 0x3FFFD);
    }

    /** The text, its middle replaced by an ellipsis if it is wider than that. */
    static String shorten(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        if (columns < 1) {
            return "";
        }
        int[] codePoints = text.codePoints().toArray();
        String head = take(codePoints, 0, 1, columns / 2);
        String tail = take(codePoints, codePoints.length - 1, -1, columns - 1 - of(head));
        return head + "…" + tail;
    }

    private static String take(int[] codePoints, int from, int step, int columns) {
        StringBuilder taken = new StringBuilder();
        int width = 0;
        for (int i = from; i >= 0 && i < codePoints.length; i += step) {
            width += of(codePoints[i]);
            if (width > columns) {
                break;
            }
            taken.insert(step > 0 ? taken.length() : 0, Character.toString(codePoints[i]));
        }
        return taken.toString();
    }
}
