package dev.ezworks.server.web;

import dev.ezworks.api.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The list of entity tags in {@code If-Match} and {@code If-None-Match} (RFC 9110 section 8.8.3), or {@code *}. */
public final class ETags {
    private static final Pattern TAG =
            Pattern.compile("\\s*(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"\\s*(?:,|$)|\\s*,");

    private final boolean any;
    private final List<Tag> tags;

    /** @param opaque what stands between the quotes */
    private record Tag(boolean weak, String opaque) {}

    private ETags(boolean any, List<Tag> tags) {
        this.any = any;
        this.tags = tags;
    }

    /**
     * Reads the values of the field.
     *
     * @return empty if the request has no such field
     * @throws ProblemException with {@code bad-request} if it is malformed
     */
    public static Optional<ETags> parse(String field, @Nullable List<String> values) {
        if (values == null || values.isEmpty()) {
            return Optional.empty();
        }
        String value = String.join(",", values).trim();
        if (value.equals("*")) {
            return Optional.of(new ETags(true, List.of()));
        }
        List<Tag> tags = new ArrayList<>();
        Matcher matcher = TAG.matcher(value);
        int end = 0;
        // At this place only: searching on from every one of many blanks would take as long as an attacker wants.
        while (end < value.length() && matcher.region(end, value.length()).lookingAt()) {
            if (matcher.group(2) != null) {
                tags.add(new Tag(matcher.group(1) != null, matcher.group(2)));
            }
            end = matcher.end();
        }
        if (end < value.length()) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, field + " is * or a list of quoted entity tags");
        }
        return Optional.of(new ETags(false, List.copyOf(tags)));
    }

    /** Whether it was {@code *}. */
    public boolean any() {
        return any;
    }

    /** The strong tags of the list, without their quotes. */
    public List<String> strong() {
        return tags.stream().filter(tag -> !tag.weak()).map(Tag::opaque).toList();
    }

    /** All tags of the list, weak ones too, without their quotes: for the weak comparison. */
    public List<String> all() {
        return tags.stream().map(Tag::opaque).toList();
    }

    /** Strong comparison with a strong tag, as {@code If-Match} wants it. */
    public boolean matchStrong(String opaque) {
        return any || strong().contains(opaque);
    }

    /** Weak comparison, as {@code If-None-Match} wants it. */
    public boolean matchWeak(String opaque) {
        return any || all().contains(opaque);
    }
}
