package dev.ezworks.server.testing;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.ezworks.server.Await;
import dev.ezworks.server.logging.LogEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What is logged from now on, all that we log at DEBUG included. */
public final class CapturedLog implements AutoCloseable {
    private static final List<String> LOGGERS = List.of("dev.ezworks", "ezworks.access");

    private final Map<String, @Nullable Level> levels = new HashMap<>();
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            events.add(event);
        }
    };

    public CapturedLog() {
        appender.start();
        for (String name : LOGGERS) {
            logger(name).addAppender(appender);
            levels.put(name, logger(name).getLevel());
            logger(name).setLevel(Level.DEBUG);
        }
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    /** All of it so far, in a format of the log. */
    public String in(String format) {
        LogEncoder encoder = new LogEncoder();
        encoder.setFormat(format);
        return events.stream()
                .map(event -> new String(encoder.encode(event), StandardCharsets.UTF_8))
                .collect(Collectors.joining());
    }

    /** The line of the access log with this request id, when it has come: its pairs as text. */
    public Map<String, String> request(String id) {
        await().atMost(Await.TIMEOUT).until(() -> !requests(id).isEmpty());
        List<Map<String, String>> found = requests(id);
        if (found.size() > 1) {
            throw new AssertionError("more than one line for a request: " + found);
        }
        return found.get(0);
    }

    private List<Map<String, String>> requests(String id) {
        List<Map<String, String>> found = new ArrayList<>();
        for (ILoggingEvent event : events) {
            if (event.getLoggerName().equals("ezworks.access")
                    && id.equals(event.getMDCPropertyMap().get("requestId"))) {
                found.add(Objects.requireNonNull(event.getKeyValuePairs()).stream()
                        .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value))));
            }
        }
        return found;
    }

    /** The texts of what else was logged with this request id. */
    public List<String> messages(String id) {
        return events.stream()
                .filter(event -> !event.getLoggerName().equals("ezworks.access"))
                .filter(event -> id.equals(event.getMDCPropertyMap().get("requestId")))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        for (String name : LOGGERS) {
            logger(name).detachAppender(appender);
            logger(name).setLevel(levels.get(name));
        }
    }
}
