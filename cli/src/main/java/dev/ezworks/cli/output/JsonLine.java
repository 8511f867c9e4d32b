package dev.ezworks.cli.output;

import java.util.Locale;
import java.util.Map;
import tools.jackson.jr.ob.JSON;

/** A JSON object on one line, safe to show on a terminal: what would disturb it is escaped as JSON allows. */
final class JsonLine {
    private JsonLine() {}

    static String of(Map<String, ?> object) {
        String json = JSON.std.asString(object);
        if (json.codePoints().noneMatch(DisplayText::harmful)) {
            return json;
        }
        StringBuilder line = new StringBuilder();
        // Outside strings JSON is plain ASCII, so whatever is harmful stands in a string.
        json.codePoints().forEach(codePoint -> append(line, codePoint));
        return line.toString();
    }

    private static void append(StringBuilder line, int codePoint) {
        if (!DisplayText.harmful(codePoint)) {
            line.appendCodePoint(codePoint);
            return;
        }
        for (char unit : Character.toChars(codePoint)) {
            line.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
        }
    }
}
