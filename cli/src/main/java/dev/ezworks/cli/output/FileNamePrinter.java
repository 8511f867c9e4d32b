package dev.ezworks.cli.output;

import dev.ezworks.api.FileInfo;

/** A name a line. */
public final class FileNamePrinter implements FilePrinter {
    private final Console console;

    public FileNamePrinter(Console console) {
        this.console = console;
    }

    @Override
    public void print(FileInfo file) {
        console.data(DisplayText.escape(file.name()));
    }
}
