package dev.ezworks.cli.command;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of a command line that is being typed, without their quotes. The last word is the one at the cursor; its
 * quote may be open.
 *
 * @param fixed how many characters of the last word bash does not let a completion replace: up to the last unquoted
 *     {@code :} or {@code =}
 */
record ShellLine(List<String> words, int fixed) {
    ShellLine {
        words = List.copyOf(words);
    }

    /** Reads what was typed. Nothing is expanded. */
    static ShellLine parse(String typed) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        int fixed = 0;
        for (int i = 0; i < typed.length(); i++) {
            char c = typed.charAt(i);
            boolean escapes = c == '\\' && quote != '\'' && i + 1 < typed.length();
            if (escapes && (quote == 0 || "\"\\$`".indexOf(typed.charAt(i + 1)) >= 0)) {
                word.append(typed.charAt(++i));
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                fixed = 0;
                begun = false;
                continue;
            } else {
                word.append(c);
                fixed = quote == 0 && (c == ':' || c == '=') ? word.length() : fixed;
            }
            begun = true;
        }
        words.add(word.toString());
        return new ShellLine(words, fixed);
    }
}
