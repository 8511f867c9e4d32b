package dev.ezworks.cli.output;

import java.time.Duration;
import java.util.Locale;

/** Sizes, rates and times for people. */
final class Units {
    private static final String[] NAMES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final double NANOS_PER_SECOND = 1e9;

    private Units() {}

    /** {@code 999 B}, {@code 12.0 KiB}, {@code 3.4 GiB}. */
    static String bytes(double bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < NAMES.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, NAMES[unit]);
    }

    /** {@code 0.4 s}, {@code 1:05 min}, {@code 2:00:07 h}. */
    static String time(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", time.toNanos() / NANOS_PER_SECOND);
        }
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60);
        }
        return String.format(Locale.ROOT, "%d:%02d:%02d h", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** {@code 12.0 MiB/s}. */
    static String rate(double bytesPerSecond) {
        return bytes(bytesPerSecond) + "/s";
    }

    static double seconds(Duration time) {
        return time.toNanos() / NANOS_PER_SECOND;
    }
}
