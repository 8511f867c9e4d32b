package dev.ezworks.cli.output;

import java.util.Arrays;

/** Asks on the terminal of this process. The Java console turns the echo back on however the process ends. */
// JDK 22 and newer have a console without a terminal too; whether there is one, Terminal knows.
@SuppressWarnings("SystemConsoleNull")
public final class ConsolePrompt implements Prompt {
    private final Terminal terminal;

    public ConsolePrompt(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public boolean available() {
        return terminal.input() && terminal.output() && System.console() != null;
    }

    @Override
    public String line(String question) {
        String line = console().readLine("%s", question);
        return line == null ? "" : line.strip();
    }

    @Override
    public String secret(String question) {
        char[] typed = console().readPassword("%s", question);
        if (typed == null) {
            return "";
        }
        String secret = new String(typed);
        Arrays.fill(typed, '\0');
        return secret;
    }

    private static java.io.Console console() {
        java.io.Console console = System.console();
        if (console == null) {
            throw new IllegalStateException("there is no terminal");
        }
        return console;
    }
}
