package dev.ezworks.cli.command;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes as people write it: {@code 500000}, {@code 64K}, {@code 10M}, {@code 1.5GiB}; powers of 1024. */
final class ByteCount {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,6})?)([KMGT]?)(?:I?B)?");
    private static final String UNITS = "KMGT";
    private static final int BITS_PER_UNIT = 10;

    private ByteCount() {}

    /**
     * Reads one.
     *
     * @return at least 1
     * @throws IllegalArgumentException if it is anything else; the message is ready to show
     */
    static long parse(String text) {
        Matcher form = FORM.matcher(text.toUpperCase(Locale.ROOT));
        if (form.matches()) {
            int unit = form.group(2).isEmpty() ? 0 : UNITS.indexOf(form.group(2)) + 1;
            double bytes = Double.parseDouble(form.group(1)) * (1L << (unit * BITS_PER_UNIT));
            if (bytes >= 1 && bytes < Long.MAX_VALUE) {
                return (long) bytes;
            }
        }
        throw new IllegalArgumentException("a number of bytes is needed, such as 64K or 10M");
    }
}
