package dev.ezworks.cli.client;

import dev.ezworks.api.FileInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One file of a catalog, and the state that the catalog was in.
 *
 * @param tag the catalog's {@code ETag}; another one after every change of any of its files
 * @param present null if there is no file of the name
 */
public record CatalogLook(String tag, @Nullable FileInfo present) {
    public Optional<FileInfo> file() {
        return Optional.ofNullable(present);
    }
}
