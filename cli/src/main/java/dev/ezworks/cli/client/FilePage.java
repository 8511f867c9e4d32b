package dev.ezworks.cli.client;

import dev.ezworks.api.FileInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some files of a catalog, in its order.
 *
 * @param next what to ask for to get the files after these; null if there are none
 */
public record FilePage(List<FileInfo> files, @Nullable String next) {
    public FilePage {
        files = List.copyOf(files);
    }
}
