package dev.ezworks.cli.client;

import dev.ezworks.api.FileInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a catalog, or a part of it, page by page, as long as the names get on: a list that goes in circles would never
 * end. Whether they can be names is the reader's to judge.
 */
public final class CatalogPages {
    private final EzworksClient client;
    private final Catalog catalog;
    private final String prefix;
    private final Retries retries;
    private @Nullable String after = "";
    private @Nullable String lastName;

    /** @param prefix only names that start with it; empty: all */
    public CatalogPages(EzworksClient client, Catalog catalog, String prefix, Retries retries) {
        this.client = client;
        this.catalog = catalog;
        this.prefix = prefix;
        this.retries = retries;
    }

    /**
     * The next files, in the catalog's order; none if there are no more.
     *
     * @throws UnexpectedAnswerException if they do not follow those before
     */
    public List<FileInfo> next() throws IOException {
        String from = after;
        if (from == null) {
            return List.of();
        }
        FilePage page = retries.run(() -> client.files(catalog, prefix, from), bytes -> {});
        after = page.next();
        if (page.files().isEmpty() && after != null) {
            throw new UnexpectedAnswerException("the server's list does not get on");
        }
        page.files().forEach(file -> requireOrder(file.name()));
        return page.files();
    }

    /** As bytes of UTF-8, see {@link dev.ezworks.api.FileName#compareTo}. */
    private void requireOrder(String name) {
        String before = lastName;
        if (before != null && Arrays.compareUnsigned(utf8(before), utf8(name)) >= 0) {
            throw new UnexpectedAnswerException("the server's list is not in order at " + name);
        }
        lastName = name;
    }

    private static byte[] utf8(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
