package dev.ezworks.e2e;

import java.util.List;
import java.util.Random;

/**
 * Names that want out of their catalog or to break something on their way into it, as they stand in a request's path.
 * The same for the same seed. None has a character that would end the path.
 */
final class HostileNames {
    /** In the last part of most of them, and of nothing else. */
    static final String MARK = "e2e-hostile";

    private static final int MOST_PARTS = 6;
    private static final int MOST_REPETITIONS = 400;

    private static final List<String> SEPARATORS =
            List.of("/", "/", "/", "//", "/./", "/../", "%2f", "%2F", "\\", "%5c", "%252f", "%c0%af", "");

    private static final List<String> PARTS = List.of(
            // Traversal, plain and encoded once, twice and wrongly.
            "..",
            "..",
            "..",
            ".",
            "",
            "...",
            "%2e%2e",
            "%2E.",
            "%252e%252e",
            "%c0%ae%c0%ae",
            "%uff0e%uff0e",
            "..%00",
            "..;",
            // Characters that end, turn or hide text.
            "a%00b",
            "%0d%0aSet-Cookie:%20a=b",
            "a%0Ab",
            "%09",
            "%1b[2J",
            "a%7Fb",
            "a%C2%85b",
            "a%E2%80%AEb",
            "a%E2%81%A6b",
            "\u0001",
            "\u001b",
            "\u007f",
            // What is no UTF-8, and what is no encoding.
            "%ED%A0%80",
            "%FF%FE",
            "%F4%90%80%80",
            "%80",
            "\u00ff\u00fe",
            "%zz",
            "%2",
            "%",
            // What a system or a shell takes for something else.
            "CON",
            "nul.txt",
            "COM1",
            "C:",
            "\\\\host\\share",
            "file:",
            "~root",
            "$HOME",
            "`id`",
            "|id",
            "*",
            "?a=b",
            "#",
            // What is there.
            "etc",
            "tmp",
            "ezworks.db",
            "content",
            "incoming",
            // As long as may be, and longer.
            "a".repeat(255),
            "a".repeat(256),
            "%C3%A9".repeat(128));

    private final Random random;
    private int made;

    HostileNames(long seed) {
        this.random = new Random(seed);
    }

    String next() {
        StringBuilder name = new StringBuilder();
        int parts = 1 + random.nextInt(MOST_PARTS);
        for (int i = 0; i < parts; i++) {
            name.append(one(PARTS)).append(one(SEPARATORS));
        }
        if (random.nextInt(20) == 0) {
            name.append((one(PARTS) + one(SEPARATORS)).repeat(random.nextInt(MOST_REPETITIONS)));
        }
        made++;
        return random.nextInt(4) == 0 ? name.toString() : name + MARK + "-" + made;
    }

    private String one(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }
}
