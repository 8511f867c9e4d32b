package dev.ezworks.e2e.harness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A system call of a process under {@link Strace}.
 *
 * @param begin when it began, as a line number
 * @param end when it returned, as a line number
 * @param text the call, its arguments and its result, as {@code strace} prints them
 */
public record SystemCall(int begin, int end, String text) {
    private static final Pattern LINE = Pattern.compile("(\\d+) +(.*)");
    private static final Pattern UNFINISHED = Pattern.compile("(.*?) *<unfinished \\.\\.\\.>");
    private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. \\w+ resumed>(.*)");

    private record Begun(int begin, String text) {}

    /** The calls that returned, in the order in which they did. */
    static List<SystemCall> parse(List<String> lines) {
        List<SystemCall> calls = new ArrayList<>();
        Map<String, Begun> begun = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher line = LINE.matcher(lines.get(i));
            if (!line.matches()) {
                continue;
            }
            String thread = line.group(1);
            Matcher unfinished = UNFINISHED.matcher(line.group(2));
            Matcher resumed = RESUMED.matcher(line.group(2));
            if (unfinished.matches()) {
                begun.put(thread, new Begun(i, unfinished.group(1)));
            } else if (resumed.matches()) {
                Begun first = begun.remove(thread);
                if (first != null) {
                    calls.add(new SystemCall(first.begin(), i, first.text() + resumed.group(1)));
                }
            } else {
                calls.add(new SystemCall(i, i, line.group(2)));
            }
        }
        return calls;
    }

    /** Whether it is a call of this name whose text matches the pattern from there on. */
    public boolean is(String name, String pattern) {
        return text.startsWith(name + "(")
                && Pattern.compile(pattern).matcher(text).find();
    }

    public boolean isAfter(SystemCall other) {
        return begin > other.end;
    }
}
