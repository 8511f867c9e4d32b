package dev.ezworks.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the log is written. */
public enum LogFormat {
    /** For people. */
    TEXT,
    /** For collectors: one JSON object a line. */
    JSON;

    private static final TextLine TEXT_LINE = new TextLine();
    private static final JsonLine JSON_LINE = new JsonLine();

    /** The name in settings. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of this name; empty if there is none. */
    public static Optional<LogFormat> of(String id) {
        return Arrays.stream(values()).filter(format -> format.id().equals(id)).findFirst();
    }

    /** A whole entry of the log, ended by a line feed. */
    String write(ILoggingEvent event) {
        return this == JSON ? JSON_LINE.apply(event) : TEXT_LINE.apply(event);
    }
}
