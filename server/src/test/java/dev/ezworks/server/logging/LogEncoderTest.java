package dev.ezworks.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogEncoderTest {
    private static final Instant TIME = Instant.parse("2026-11-22T17:26:22.120Z");

    private final Logger logger =
            ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("dev.ezworks.some.Place");

    @Test
    void textShouldBeTimeLevelRequestMessageAndPairs() {
        LoggingEvent event = event("request");
        event.setMDCPropertyMap(Map.of("requestId", "b1946ac9"));
        event.setKeyValuePairs(List.of(new KeyValuePair("account", "ops/ann"), new KeyValuePair("status", 201)));

        assertThat(encoded("text", event))
                .matches(
                        "2026-11-22T\\d\\d:\\d\\d:22\\.120\\S+ WARN  \\[b1946ac9] request account=ops/ann status=201\n");
    }

    @Test
    void nobodyShouldForgeALineOfText() {
        LoggingEvent event = event("no \n2026-01-01 ERROR forged \r\u001b[31m \u202e \u2028 \u0085 \ud800 end");

        assertThat(encoded("text", event))
                .endsWith("no \\u000a2026-01-01 ERROR forged \\u000d\\u001b[31m \\u202e \\u2028 \\u0085 \\ud800 end\n")
                .containsOnlyOnce("\n");
    }

    @Test
    void aStackTraceShouldBeIndentedWhateverTheErrorSays() {
        LoggingEvent event = failure(new IllegalStateException("one\n2026-01-01 ERROR forged", new Error("root")));

        List<String> lines = encoded("text", event).lines().toList();

        assertThat(lines.get(0)).endsWith("it failed");
        assertThat(lines.subList(1, lines.size()))
                .allMatch(line -> line.startsWith("    "))
                .anyMatch(line -> line.contains("Caused by: java.lang.Error: root"));
    }

    @Test
    void jsonShouldHaveTheDocumentedFields() {
        LoggingEvent event = event("request");
        event.setMDCPropertyMap(Map.of("requestId", "b1946ac9"));
        event.setKeyValuePairs(List.of(
                new KeyValuePair("route", "/ops/files/{name}"),
                new KeyValuePair("bytesIn", 12L),
                new KeyValuePair("seconds", 0.25)));

        assertThat(encoded("json", event))
                .isEqualTo("{\"time\":\"2026-11-22T17:26:22.120Z\",\"level\":\"WARN\","
                        + "\"logger\":\"dev.ezworks.some.Place\",\"thread\":\"some-thread\","
                        + "\"requestId\":\"b1946ac9\",\"message\":\"request\","
                        + "\"route\":\"/ops/files/{name}\",\"bytesIn\":12,\"seconds\":0.25}\n");
    }

    @Test
    void jsonShouldBeOneLineWithTheStackTraceInIt() {
        String line = encoded("json", failure(new IllegalStateException("one\n\"two\"\u0000\u001b")));

        assertThat(line).containsOnlyOnce("\n").endsWith("\n");
        JsonNode entry = new JsonMapper().readTree(line);
        assertThat(entry.path("error").asString())
                .isEqualTo("java.lang.IllegalStateException: one\n\"two\"\u0000\u001b");
        assertThat(entry.path("stackTrace").asString()).contains("\tat " + LogEncoderTest.class.getName());
    }

    private LoggingEvent failure(Throwable error) {
        return new LoggingEvent(getClass().getName(), logger, Level.ERROR, "it failed", error, null);
    }

    private LoggingEvent event(String message) {
        LoggingEvent event = new LoggingEvent(getClass().getName(), logger, Level.WARN, message, null, null);
        event.setInstant(TIME);
        event.setThreadName("some-thread");
        return event;
    }

    private static String encoded(String format, LoggingEvent event) {
        LogEncoder encoder = new LogEncoder();
        encoder.setFormat(format);
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }
}
