package dev.ezworks.cli.output;

import dev.ezworks.api.FileInfo;
import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.ExitCode;

/**
 * Digest and name on a line, as {@code sha256sum} of GNU coreutils writes them and {@code sha256sum -c} reads them.
 * What it would have to escape, a backslash or a line end, is in no file's name. A name that breaks the rule of names
 * is refused: {@code -c} opens whatever it is told to.
 */
public final class FileChecksumPrinter implements FilePrinter {
    private final Console console;

    public FileChecksumPrinter(Console console) {
        this.console = console;
    }

    @Override
    public void print(FileInfo file) {
        try {
            String name = FileName.of(file.name()).value();
            // The name - alone would be standard input.
            console.data(Sha256.ofHex(file.sha256()).hex() + "  " + (name.equals("-") ? "./-" : name));
        } catch (IllegalArgumentException e) {
            throw new CliException(
                    ExitCode.ERROR,
                    "the server lists a file that can't be one: " + file.name(),
                    "check that an ezworks server is at this address");
        }
    }
}
