package dev.ezworks.server.multipart;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Goes once through a header's value of the form {@code type; name=token; name="quoted string"}.
 *
 * <p>Inside quotes a backslash stands for itself, but before a quote or another backslash, where it is an escape: older
 * curl escapes so, browsers write {@code %22} and never do.
 */
final class DispositionScanner {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private final String text;
    private int at;

    DispositionScanner(String text) {
        this.text = text;
    }

    /**
     * The parameters, their names in lower case.
     *
     * @throws MalformedFormException if the type is another, a parameter comes twice, or the syntax is wrong
     */
    Map<String, String> parameters(String type) {
        if (!take(DispositionScanner::isToken).equalsIgnoreCase(type)) {
            throw new MalformedFormException("the Content-Disposition of a part is not " + type);
        }
        Map<String, String> parameters = new HashMap<>();
        skipSpace();
        while (at < text.length()) {
            expect(';');
            skipSpace();
            // A semicolon may stand at the end.
            if (at < text.length() && text.charAt(at) != ';') {
                takeParameter(parameters);
                skipSpace();
            }
        }
        return parameters;
    }

    private void takeParameter(Map<String, String> parameters) {
        String name = take(DispositionScanner::isToken).toLowerCase(Locale.ROOT);
        expect('=');
        boolean quoted = at < text.length() && text.charAt(at) == '"';
        String value = quoted ? takeQuoted() : take(c -> !isSpace(c) && c != ';' && c != '"');
        if (name.isEmpty() || (value.isEmpty() && !quoted)) {
            throw malformed();
        }
        if (parameters.put(name, value) != null) {
            throw new MalformedFormException("the Content-Disposition of a part has a parameter twice");
        }
    }

    private String takeQuoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            boolean escape = text.charAt(at) == '\\' && at + 1 < text.length() && isEscaped(text.charAt(at + 1));
            at += escape ? 1 : 0;
            value.append(text.charAt(at));
            at++;
        }
        expect('"');
        return value.toString();
    }

    private String take(IntPredicate allowed) {
        int from = at;
        while (at < text.length() && allowed.test(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    private void skipSpace() {
        take(DispositionScanner::isSpace);
    }

    private void expect(char c) {
        if (at == text.length() || text.charAt(at) != c) {
            throw malformed();
        }
        at++;
    }

    private static boolean isEscaped(char c) {
        return c == '"' || c == '\\';
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isToken(int c) {
        return (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }

    private static MalformedFormException malformed() {
        return new MalformedFormException("the Content-Disposition of a part is malformed");
    }
}
