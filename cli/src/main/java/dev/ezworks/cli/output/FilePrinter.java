package dev.ezworks.cli.output;

import dev.ezworks.api.FileInfo;

/** Shows the files of a catalog, one by one, in the order they come. */
public interface FilePrinter {
    /** Called once, before the first file. */
    default void begin() {}

    void print(FileInfo file);
}
