package dev.ezworks.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Time, level, the request's id in brackets if there is one, message, {@code key=value} pairs. A stack trace follows on
 * lines that are indented.
 *
 * <p>Whatever a stranger has put into it, an entry is one line, and what follows it begins with a blank: nobody can
 * forge an entry or reach the terminal of whoever reads it.
 */
final class TextLine implements Function<ILoggingEvent, String> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT)
            .withZone(ZoneId.systemDefault());
    private static final String INDENT = "    ";

    @Override
    public String apply(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(TIME.format(event.getInstant()))
                .append(' ')
                .append(String.format(Locale.ROOT, "%-5s", event.getLevel()))
                .append(' ');
        LogContext.requestId(event).ifPresent(id -> append(line.append('['), id).append("] "));
        append(line, event.getFormattedMessage());
        pairs(event).forEach(pair -> append(line.append(' ').append(pair.key).append('='), String.valueOf(pair.value)));
        line.append('\n');
        appendStackTrace(line, event.getThrowableProxy());
        return line.toString();
    }

    private static List<KeyValuePair> pairs(ILoggingEvent event) {
        return Objects.requireNonNullElse(event.getKeyValuePairs(), List.<KeyValuePair>of());
    }

    private static void appendStackTrace(StringBuilder line, @Nullable IThrowableProxy thrown) {
        if (thrown != null) {
            ThrowableProxyUtil.asString(thrown)
                    .replace("\t", INDENT)
                    .lines()
                    .forEach(frame -> append(line.append(INDENT), frame).append('\n'));
        }
    }

    /** What could end a line, steer a terminal or turn the writing round comes as its code. */
    private static StringBuilder append(StringBuilder line, String text) {
        text.codePoints().forEach(point -> {
            if (isPlain(point)) {
                line.appendCodePoint(point);
            } else {
                line.append(String.format(Locale.ROOT, "\\u%04x", point));
            }
        });
        return line;
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
