package dev.ezworks.server.config;

import dev.ezworks.server.logging.LogFormat;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.core.env.Environment;

/** Hands the setting {@code EZWORKS_LOG} to {@code logback.xml}, which Spring reads when the settings are known. */
final class LogSettings {
    private static final String SETTING = "ezworks.log";
    private static final String IN_LOGBACK_XML = "ezworks.log.format";

    private LogSettings() {}

    /** @throws StartupException if there is no such format */
    static void apply(Environment environment) {
        String given = environment.getProperty(SETTING, LogFormat.TEXT.id());
        LogFormat format = LogFormat.of(given).orElseThrow(() -> new StartupException(refusal(given)));
        System.setProperty(IN_LOGBACK_XML, format.id());
    }

    private static String refusal(String given) {
        String known = Arrays.stream(LogFormat.values()).map(LogFormat::id).collect(Collectors.joining(" or "));
        return "the setting EZWORKS_LOG cannot be '" + given + "'; set it to " + known;
    }
}
