package dev.ezworks.cli.command;

import dev.ezworks.cli.Failure;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code doctor} has found out about one thing.
 *
 * @param subject what it is about
 * @param finding how it is; holds no secret
 * @param mend what to do about it; empty if there is nothing
 */
record Check(Status status, String subject, String finding, String mend) {
    /** How bad it is. */
    enum Status {
        OK("OK"),
        /** It works, and might be better. */
        WARNING("warning"),
        /** It does not work, or tokens are in danger. */
        TO_MEND("to mend");

        private final String word;

        Status(String word) {
            this.word = word;
        }
    }

    static Check ok(String subject, String finding) {
        return new Check(Status.OK, subject, finding, "");
    }

    static Check warning(String subject, String finding, String mend) {
        return new Check(Status.WARNING, subject, finding, mend);
    }

    static Check toMend(String subject, Failure failure) {
        return toMend(subject, failure.reason(), failure.nextStep());
    }

    static Check toMend(String subject, String finding, String mend) {
        return new Check(Status.TO_MEND, subject, finding, mend);
    }

    /** For people. */
    String line() {
        String text = String.format(Locale.ROOT, "%-8s %s: %s", status.word, subject, finding);
        return mend.isEmpty() ? text : text + "; " + mend;
    }

    /** For programs. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("check", subject);
        json.put("status", status.word);
        json.put("finding", finding);
        if (!mend.isEmpty()) {
            json.put("mend", mend);
        }
        return json;
    }
}
