package dev.ezworks.server.config;

import dev.ezworks.server.storage.local.Reserve;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** The setting {@code ezworks.storage.reserve}: {@code 2GB}, {@code 10%}. */
final class ReserveSetting {
    private static final double PERCENT = 100;

    private ReserveSetting() {}

    /**
     * What it says; the default where nothing is set.
     *
     * @throws StartupException if it says neither a size nor a part
     */
    static Reserve parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return Reserve.DEFAULT;
        }
        try {
            String value = text.strip();
            return value.endsWith("%")
                    ? new Reserve(Long.MAX_VALUE, Double.parseDouble(value.substring(0, value.length() - 1)) / PERCENT)
                    : new Reserve(DataSize.parse(value).toBytes(), 1);
        } catch (IllegalArgumentException e) {
            throw new StartupException(
                    "EZWORKS_STORAGE_RESERVE is a size like 2GB or a part of the disk like 10%, not " + text, e);
        }
    }
}
