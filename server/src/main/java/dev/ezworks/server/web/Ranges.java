package dev.ezworks.server.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code Range} field of a GET (RFC 9110 section 14): what it selects of a representation of known size.
 */
public sealed interface Ranges {
    /** More ranges than this are an attack or a mistake: the whole is cheaper to send. */
    int MAX_RANGES = 16;

    /** No range, or one that is to be ignored: the whole representation. */
    record Whole() implements Ranges {}

    /** One or more parts, none empty, none overlapping. */
    record Parts(List<Part> parts) implements Ranges {}

    /** Nothing of what is asked for lies within the representation. */
    record Unsatisfiable() implements Ranges {}

    /**
     * Bytes {@code first} to {@code last}, both included, counted from 0.
     */
    record Part(long first, long last) {
        public long length() {
            return last - first + 1;
        }

        /** The value of {@code Content-Range} for this part. */
        public String contentRange(long size) {
            return "bytes " + first + "-" + last + "/" + size;
        }

        private boolean touches(Part other) {
            return first <= other.last + 1 && other.first <= last + 1;
        }

        private Part join(Part other) {
            return new Part(Math.min(first, other.first), Math.max(last, other.last));
        }
    }

    /**
     * Reads the field.
     *
     * @param field its value; empty if the request has none
     * @param size of the representation, in bytes
     */
    static Ranges parse(Optional<String> field, long size) {
        return field.flatMap(Parser::specs)
                .map(specs -> Parser.select(specs, size))
                .orElseGet(Whole::new);
    }

    /** The grammar of RFC 9110 section 14.1.1, and how the parts asked for fit the size. */
    final class Parser {
        private static final Pattern SPEC = Pattern.compile("(\\d*)\\s*-\\s*(\\d*)");

        private Parser() {}

        private record Spec(Optional<Long> first, Optional<Long> last) {}

        /** The ranges as asked for; empty if the unit is unknown or the set invalid: the field is ignored then. */
        private static Optional<List<Spec>> specs(String field) {
            int equals = field.indexOf('=');
            if (equals < 0
                    || !field.substring(0, equals)
                            .trim()
                            .toLowerCase(Locale.ROOT)
                            .equals("bytes")) {
                return Optional.empty();
            }
            List<Spec> specs = new ArrayList<>();
            for (String text : field.substring(equals + 1).split(",", -1)) {
                if (text.isBlank()) {
                    // An empty list element is to be skipped (section 5.6.1.2).
                    continue;
                }
                Matcher matcher = SPEC.matcher(text.trim());
                if (!matcher.matches() || specs.size() == MAX_RANGES) {
                    return Optional.empty();
                }
                Spec spec = new Spec(number(matcher.group(1)), number(matcher.group(2)));
                if (!isValid(spec)) {
                    return Optional.empty();
                }
                specs.add(spec);
            }
            return specs.isEmpty() ? Optional.empty() : Optional.of(specs);
        }

        private static boolean isValid(Spec spec) {
            if (spec.first().isEmpty()) {
                return spec.last().isPresent();
            }
            return spec.last().isEmpty() || spec.first().get() <= spec.last().get();
        }

        private static Optional<Long> number(String digits) {
            if (digits.isEmpty()) {
                return Optional.empty();
            }
            String number = digits.replaceFirst("^0+(?=.)", "");
            // Past 18 digits it is beyond any file; the grammar knows no limit.
            return Optional.of(number.length() > 18 ? Long.MAX_VALUE / 2 : Long.parseLong(number));
        }

        private static Ranges select(List<Spec> specs, long size) {
            if (size == 0 && specs.stream().anyMatch(Parser::isSuffix)) {
                // It can be satisfied (section 14.1.2), but no Content-Range can tell the last of no bytes.
                return new Whole();
            }
            List<Part> parts = new ArrayList<>();
            for (Spec spec : specs) {
                part(spec, size).ifPresent(parts::add);
            }
            return parts.isEmpty() ? new Unsatisfiable() : new Parts(join(parts));
        }

        private static boolean isSuffix(Spec spec) {
            return spec.first().isEmpty() && spec.last().orElseThrow() > 0;
        }

        private static Optional<Part> part(Spec spec, long size) {
            if (spec.first().isEmpty()) {
                long suffix = Math.min(spec.last().orElseThrow(), size);
                return suffix == 0 ? Optional.empty() : Optional.of(new Part(size - suffix, size - 1));
            }
            long first = spec.first().get();
            return first >= size
                    ? Optional.empty()
                    : Optional.of(new Part(first, Math.min(spec.last().orElse(size - 1), size - 1)));
        }

        /** Joins parts that overlap or touch; the order asked for stays where none do. */
        private static List<Part> join(List<Part> parts) {
            List<Part> sorted = new ArrayList<>(parts);
            sorted.sort(Comparator.comparingLong(Part::first));
            List<Part> joined = new ArrayList<>();
            for (Part part : sorted) {
                int end = joined.size() - 1;
                if (end >= 0 && joined.get(end).touches(part)) {
                    joined.set(end, joined.get(end).join(part));
                } else {
                    joined.add(part);
                }
            }
            return joined.size() == parts.size() ? List.copyOf(parts) : joined;
        }
    }
}
