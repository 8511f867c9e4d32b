package dev.ezworks.e2e.harness;

import java.util.List;

/** A process that has ended: its exit code and what it printed. */
public record Finished(int exitCode, List<String> out, List<String> err) {

    /** Standard output as one text, each line ended. */
    public String outText() {
        return text(out);
    }

    /** Standard error as one text, each line ended. */
    public String errText() {
        return text(err);
    }

    private static String text(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
