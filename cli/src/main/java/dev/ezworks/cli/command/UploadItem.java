package dev.ezworks.cli.command;

import dev.ezworks.api.FileName;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that is to be uploaded.
 *
 * @param given as the user wrote it
 * @param file where it is; null for standard input
 * @param name what it is published as
 */
record UploadItem(String given, @Nullable Path file, FileName name) implements Batch.Item {
    @Override
    public String shown() {
        return file == null ? name.value() : given;
    }

    @Override
    public long size() {
        return file == null ? -1 : file.toFile().length();
    }
}
