package dev.ezworks.cli.command;

import java.nio.file.Path;

/** A file that is in a mirror, but no longer in the catalog. */
record GoneFile(Path path, String shown) implements Batch.Item {
    @Override
    public long size() {
        return 0;
    }
}
