package dev.ezworks.cli.output;

import java.time.Duration;
import java.util.Locale;

/**
 * Draws progress on one line of any width: {@code name  45% [=====>     ] 4.5 MiB of 10.0 MiB  1.2 MiB/s  0:05 left},
 * with the count of files in front if there are several. A narrow window loses first the bar, then, where there is a
 * count, the name, then the end of the figures; the name is shortened in its middle.
 */
final class ProgressBar {
    private static final int MIN_LABEL = 8;
    private static final int MAX_LABEL = 40;
    private static final int MIN_BAR = 10;
    private static final int MAX_BAR = 40;

    private ProgressBar() {}

    static String render(Progress progress, int columns) {
        String percent = percent(progress);
        String figures = " " + figures(progress);
        int room = columns - DisplayWidth.of(progress.count()) - percent.length() - figures.length();
        String label = label(progress, room);
        int barWidth = Math.min(MAX_BAR, room - DisplayWidth.of(label) - 1);
        String bar = barWidth < MIN_BAR || progress.total() < 0 ? "" : bar(progress.percent(), barWidth - 2);
        return cut(progress.count() + label + percent + bar + figures, columns);
    }

    private static String label(Progress progress, int room) {
        if (progress.count().isEmpty()) {
            return DisplayWidth.shorten(progress.label(), Math.min(MAX_LABEL, Math.max(MIN_LABEL, room)));
        }
        return room <= MIN_LABEL || progress.label().isEmpty()
                ? ""
                : " " + DisplayWidth.shorten(progress.label(), Math.min(MAX_LABEL, room - 1));
    }

    /** The same without the bar, for a line that stays. */
    static String text(Progress progress) {
        String what = progress.count().isEmpty() ? progress.label() : progress.count() + " files";
        return what + percent(progress) + " " + figures(progress);
    }

    private static String percent(Progress progress) {
        return progress.total() < 0 ? "" : String.format(Locale.ROOT, " %3d%%", progress.percent());
    }

    private static String bar(int percent, int width) {
        int filled = percent * width / 100;
        String head = filled == width ? "" : ">";
        return " [" + "=".repeat(filled) + head + " ".repeat(width - filled - head.length()) + "]";
    }

    private static String figures(Progress progress) {
        StringBuilder figures = new StringBuilder(Units.bytes((double) progress.done()));
        if (progress.total() >= 0) {
            figures.append(" of ").append(Units.bytes((double) progress.total()));
        }
        figures.append("  ").append(Units.rate(progress.rate()));
        Duration left = progress.left();
        if (left != null) {
            figures.append("  ").append(clock(left)).append(" left");
        }
        return figures.toString();
    }

    private static String clock(Duration time) {
        long seconds = time.toSeconds();
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private static String cut(String line, int columns) {
        StringBuilder cut = new StringBuilder();
        line.codePoints()
                .takeWhile(codePoint -> DisplayWidth.of(cut + Character.toString(codePoint)) <= columns)
                .forEach(cut::appendCodePoint);
        return cut.toString();
    }
}
