package dev.ezworks.cli.client;

import dev.ezworks.api.FileInfo;
import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a whole catalog, page by page, and believes nothing that can't be. */
public final class CatalogListing {
    private final EzworksClient client;
    private final Catalog catalog;
    private final Retries retries;

    public CatalogListing(EzworksClient client, Catalog catalog, Retries retries) {
        this.client = client;
        this.catalog = catalog;
        this.retries = retries;
    }

    /**
     * All files, in the catalog's order.
     *
     * @throws UnexpectedAnswerException if a name breaks the rule of names, or the names are not in order: a list that
     *     goes in circles would never end
     */
    public List<CatalogFile> read() throws IOException {
        List<CatalogFile> files = new ArrayList<>();
        String after = "";
        while (true) {
            String from = after;
            FilePage page = retries.run(() -> client.files(catalog, "", from), bytes -> {});
            for (FileInfo info : page.files()) {
                CatalogFile file = checked(info);
                if (!files.isEmpty() && files.get(files.size() - 1).name().compareTo(file.name()) >= 0) {
                    throw new UnexpectedAnswerException("the server's list is not in order at " + file.name());
                }
                files.add(file);
            }
            String next = page.next();
            if (next == null) {
                return files;
            }
            if (page.files().isEmpty()) {
                throw new UnexpectedAnswerException("the server's list does not get on");
            }
            after = next;
        }
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
