package dev.ezworks.cli.output;

import dev.ezworks.api.FileInfo;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Everything about a file on a line: size in bytes, version, time of the upload (UTC), digest, name. The columns'
 * widths are fixed, so that a catalog of any length is shown as it arrives.
 */
public final class FileTablePrinter implements FilePrinter {
    private static final String ROW = "%15s  %7s  %-20s  %-64s  %s";

    private final Console console;

    public FileTablePrinter(Console console) {
        this.console = console;
    }

    @Override
    public void begin() {
        console.data(String.format(Locale.ROOT, ROW, "SIZE", "VERSION", "UPLOADED", "SHA-256", "NAME"));
    }

    @Override
    public void print(FileInfo file) {
        console.data(String.format(
                Locale.ROOT,
                ROW,
                file.size(),
                file.version(),
                file.uploadedAt().truncatedTo(ChronoUnit.SECONDS),
                DisplayText.escape(file.sha256()),
                DisplayText.escape(file.name())));
    }
}
