package dev.ezworks.server.web;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The path of a route: literal segments, {@code {variable}} for one segment, and {@code {*variable}}, as the last, for
 * all that follows, slashes included.
 *
 * <p>It is matched against the raw path of the request, so that {@code %2F}, {@code %25} and {@code ;} reach the
 * variable as they were sent. An empty or odd segment matches a variable too: whether the name is allowed is for the
 * endpoint to say.
 */
final class PathTemplate {
    private final String text;
    private final List<String> segments;
    private final boolean openEnded;

    PathTemplate(String text) {
        this.text = text;
        this.segments = split(text);
        this.openEnded = segments.get(segments.size() - 1).startsWith("{*");
    }

    /** The variables as they stand in the raw path, still percent-encoded; empty if the path is another one. */
    Optional<Map<String, String>> match(String rawPath) {
        List<String> given = split(rawPath);
        if (given.size() < segments.size() || (given.size() > segments.size() && !openEnded)) {
            return Optional.empty();
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (segment.startsWith("{*")) {
                String rest = String.join("/", given.subList(i, given.size()));
                variables.put(segment.substring(2, segment.length() - 1), rest);
            } else if (segment.startsWith("{")) {
                variables.put(segment.substring(1, segment.length() - 1), given.get(i));
            } else if (!segment.equals(given.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    private static List<String> split(String path) {
        return Arrays.asList(path.split("/", -1));
    }

    @Override
    public String toString() {
        return text;
    }
}
