package dev.ezworks.cli.output;

import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/** Shows what the server's scrub tells line by line, as text or as the JSON that it is. */
public final class ScrubPrinter {
    private final Console console;
    private final boolean json;
    private boolean complete;
    private long damaged;
    private long unchecked;
    private String error = "";

    public ScrubPrinter(Console console, boolean json) {
        this.console = console;
        this.json = json;
    }

    /** Takes one line; one that is no JSON object is shown as it is. */
    public void print(String line) {
        Map<String, Object> object;
        try {
            object = JSON.std.mapFrom(line);
        } catch (JacksonException e) {
            console.info(line);
            return;
        }
        switch (text(object, "type")) {
            case "file" -> file(object);
            case "progress" -> progress(object);
            case "summary" -> summary(object);
            case "error" -> error = text(object, "reason");
            default -> console.info(line);
        }
    }

    private void file(Map<String, Object> file) {
        if (json) {
            console.json(file);
            return;
        }
        String reason = text(file, "reason");
        console.data(DisplayText.escape(text(file, "status") + " " + text(file, "owner") + "/" + text(file, "name")
                + " version " + number(file, "version") + " content " + text(file, "content")
                + (reason.isEmpty() ? "" : ": " + reason)));
    }

    private void progress(Map<String, Object> figures) {
        if (!json) {
            console.info("so far: " + words(figures));
        }
    }

    private void summary(Map<String, Object> figures) {
        complete = true;
        damaged = number(figures, "damaged");
        unchecked = number(figures, "unchecked");
        if (json) {
            console.json(figures);
        } else {
            console.info(words(figures));
        }
    }

    private static String words(Map<String, Object> figures) {
        String words = number(figures, "whole") + " whole (" + Units.bytes((double) number(figures, "bytes")) + "), "
                + number(figures, "damaged") + " damaged";
        long unchecked = number(figures, "unchecked");
        return unchecked == 0 ? words : words + ", " + unchecked + " unchecked";
    }

    /** Whether everything was looked at. */
    public boolean complete() {
        return complete;
    }

    /** How many files are damaged, once it is complete. */
    public long damaged() {
        return damaged;
    }

    /** How many files could not be checked, once it is complete. */
    public long unchecked() {
        return unchecked;
    }

    /** Why it is not complete, if that was told. */
    public Optional<String> error() {
        return Optional.of(error).filter(reason -> !reason.isEmpty());
    }

    private static String text(Map<String, Object> object, String field) {
        return object.get(field) instanceof String text ? text : "";
    }

    private static long number(Map<String, Object> object, String field) {
        return object.get(field) instanceof Number number ? number.longValue() : 0;
    }
}
