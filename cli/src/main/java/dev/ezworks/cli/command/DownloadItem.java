package dev.ezworks.cli.command;

import dev.ezworks.api.FileName;
import dev.ezworks.cli.client.Catalog;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that is to be downloaded.
 *
 * @param given as the user wrote it
 * @param name its name in the catalog
 * @param otherName what the name is if there is no file of the first; null if only that one can be meant
 * @param target where it goes
 * @param shownTarget the target in messages
 */
record DownloadItem(
        String given,
        Catalog catalog,
        FileName name,
        @Nullable FileName otherName,
        Path target,
        String shownTarget) implements Batch.Item {
    @Override
    public String shown() {
        return given;
    }

    @Override
    public long size() {
        return -1;
    }
}
