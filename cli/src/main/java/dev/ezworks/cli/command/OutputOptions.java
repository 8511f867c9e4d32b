package dev.ezworks.cli.command;

import dev.ezworks.cli.output.Console;
import picocli.CommandLine.Option;

/** What every command takes. */
final class OutputOptions {
    private final Console console;

    OutputOptions(Console console) {
        this.console = console;
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(
            names = {"-q", "--quiet"},
            fallbackValue = "true",
            description = "Show data and errors only.")
    void setQuiet(boolean quiet) {
        console.setQuiet(quiet);
    }

    @Option(
            names = {"-v", "--verbose"},
            fallbackValue = "true",
            description = "Show the server's request id with an error.")
    void setVerbose(boolean verbose) {
        console.setVerbose(verbose);
    }
}
