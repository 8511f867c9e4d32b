package dev.ezworks.server.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The dates of HTTP: written in the form in use, read in the two obsolete ones too (RFC 9110 section 5.6.7). */
public final class HttpDate {
    // What two digits mean before 2070; who still writes them does not mean a later year.
    private static final int FIRST_SHORT_YEAR = 1970;

    private static final DateTimeFormatter FIXED = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter RFC_850 = new DateTimeFormatterBuilder()
            .appendPattern("EEEE, dd-MMM-")
            .appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_SHORT_YEAR)
            .appendPattern(" HH:mm:ss 'GMT'")
            .toFormatter(Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter ASCTIME = DateTimeFormatter.ofPattern(
                    "EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final List<DateTimeFormatter> FORMS = List.of(FIXED, RFC_850, ASCTIME);

    private HttpDate() {}

    /** The instant, cut to seconds. */
    public static String format(Instant instant) {
        return FIXED.format(instant);
    }

    /** The instant; empty if it is no date. */
    static Optional<Instant> parse(String text) {
        for (DateTimeFormatter form : FORMS) {
            try {
                return Optional.of(form.parse(text, Instant::from));
            } catch (DateTimeException e) {
                // Perhaps it is one of the next form.
            }
        }
        return Optional.empty();
    }
}
