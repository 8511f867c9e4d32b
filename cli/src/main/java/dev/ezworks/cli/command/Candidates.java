package dev.ezworks.cli.command;

import java.util.List;
import java.util.Locale;

/** What may follow on a command line. */
record Candidates(Kind kind, List<String> values) {
    /** What the candidates are. */
    enum Kind {
        /** Paths of this machine; the shell knows them. */
        FILES,
        /** Commands, options and the like. */
        WORDS,
        /** Names on the server; one that ends with {@code /} goes on. */
        NAMES;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Candidates {
        values = List.copyOf(values);
    }

    static Candidates files() {
        return new Candidates(Kind.FILES, List.of());
    }

    /** Those that begin as the word does. */
    static Candidates words(List<String> all, String begun) {
        return new Candidates(
                Kind.WORDS,
                all.stream().filter(word -> word.startsWith(begun)).sorted().toList());
    }

    static Candidates names(List<String> names) {
        return new Candidates(Kind.NAMES, names);
    }
}
