package dev.ezworks.cli.command;

import picocli.CommandLine.Option;

/** For commands whose data programs read. */
final class JsonOption {
    @Option(names = "--json", fallbackValue = "true", description = "Show the data as JSON, an object a line.")
    boolean json;
}
