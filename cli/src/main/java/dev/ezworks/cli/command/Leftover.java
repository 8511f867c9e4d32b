package dev.ezworks.cli.command;

import java.io.IOException;
import java.nio.file.Path;

/** What is in a mirror beside the files of the catalog. */
sealed interface Leftover extends Batch.Item {
    @Override
    default long size() {
        return 0;
    }

    /**
     * A file that is no longer in the catalog, or a download to one that is not.
     *
     * @param path of a download, one of its hidden files
     */
    record Gone(Path path, String shown) implements Leftover {}

    /** A place of which can't be seen what is there. */
    record Unseen(String shown, IOException why) implements Leftover {}
}
