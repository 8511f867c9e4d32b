package dev.ezworks.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.slf4j.event.KeyValuePair;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** One JSON object; its fields are in docs/operate/monitoring.md, and stay as they are. */
final class JsonLine implements Function<ILoggingEvent, String> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final JsonFactory json = new JsonFactory();

    @Override
    public String apply(ILoggingEvent event) {
        StringWriter line = new StringWriter();
        try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), line)) {
            out.writeStartObject();
            out.writeStringProperty("time", TIME.format(event.getInstant()));
            out.writeStringProperty("level", event.getLevel().toString());
            out.writeStringProperty("logger", event.getLoggerName());
            out.writeStringProperty("thread", event.getThreadName());
            LogContext.requestId(event).ifPresent(id -> out.writeStringProperty("requestId", id));
            out.writeStringProperty("message", event.getFormattedMessage());
            Objects.requireNonNullElse(event.getKeyValuePairs(), List.<KeyValuePair>of())
                    .forEach(pair -> write(out, pair));
            IThrowableProxy thrown = event.getThrowableProxy();
            if (thrown != null) {
                out.writeStringProperty("error", thrown.getClassName() + ": " + thrown.getMessage());
                out.writeStringProperty("stackTrace", ThrowableProxyUtil.asString(thrown));
            }
            out.writeEndObject();
        }
        return line.append('\n').toString();
    }

    private static void write(JsonGenerator out, KeyValuePair pair) {
        if (pair.value instanceof Integer || pair.value instanceof Long) {
            out.writeNumberProperty(pair.key, ((Number) pair.value).longValue());
        } else if (pair.value instanceof Double number) {
            out.writeNumberProperty(pair.key, number);
        } else {
            out.writeStringProperty(pair.key, String.valueOf(pair.value));
        }
    }
}
