package dev.ezworks.cli.client;

import dev.ezworks.api.FileInfo;
import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a whole catalog, and believes nothing that can't be. */
public final class CatalogListing {
    private final CatalogPages pages;

    public CatalogListing(EzworksClient client, Catalog catalog, Retries retries) {
        this.pages = new CatalogPages(client, catalog, "", retries);
    }

    /**
     * All files, in the catalog's order.
     *
     * @throws UnexpectedAnswerException if a name breaks the rule of names, or the names are not in order
     */
    public List<CatalogFile> read() throws IOException {
        List<CatalogFile> files = new ArrayList<>();
        for (List<FileInfo> page = pages.next(); !page.isEmpty(); page = pages.next()) {
            page.forEach(file -> files.add(checked(file)));
        }
        return files;
    }

    private static CatalogFile checked(FileInfo info) {
        try {
            FileName name = FileName.of(info.name());
            if (!name.value().equals(info.name()) || info.size() < 0) {
                throw new IllegalArgumentException("not in normal form, or of no size");
            }
            return new CatalogFile(name, new RemoteFile(info.size(), Sha256.ofHex(info.sha256())));
        } catch (IllegalArgumentException e) {
            throw new UnexpectedAnswerException("the server lists a file that can't be one: " + info.name());
        }
    }
}
