package dev.ezworks.cli.client;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How long a server wants to be left alone (RFC 9110 section 10.2.3): seconds, or a date by the server's own clock. */
final class RetryAfter {
    private static final String NUMBER = "[0-9]{1,9}";

    private RetryAfter() {}

    /** Empty if the answer does not say it, or not in a way that can be read. */
    static Optional<Duration> of(HttpHeaders headers) {
        return headers.firstValue("Retry-After")
                .map(String::strip)
                .flatMap(value -> value.matches(NUMBER)
                        ? Optional.of(Duration.ofSeconds(Long.parseLong(value)))
                        : until(value, headers));
    }

    private static Optional<Duration> until(String date, HttpHeaders headers) {
        return instant(date)
                .flatMap(end -> headers.firstValue("Date")
                        .flatMap(RetryAfter::instant)
                        .map(now -> Duration.between(now, end))
                        .map(time -> time.isNegative() ? Duration.ZERO : time));
    }

    private static Optional<Instant> instant(String date) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
