package dev.ezworks.cli.command;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 90}, {@code 90s}, {@code 10m} and {@code 2h}: from a second to thirty days. */
final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern TIME = Pattern.compile("([0-9]{1,7})([smh]?)");
    private static final Duration LONGEST = Duration.ofDays(30);

    @Override
    public Duration convert(String value) {
        Matcher time = TIME.matcher(value);
        if (time.matches()) {
            Duration duration = Duration.ofSeconds(Long.parseLong(time.group(1)) * unit(time.group(2)));
            if (!duration.isZero() && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        }
        throw new TypeConversionException("a time such as 90s, 10m or 2h is needed, thirty days at most");
    }

    private static int unit(String letter) {
        return switch (letter) {
            case "m" -> 60;
            case "h" -> 3600;
            default -> 1;
        };
    }
}
