package dev.ezworks.cli.command;

import dev.ezworks.cli.client.CatalogFile;

/** A file of a catalog that is being mirrored. */
record MirrorItem(CatalogFile file) implements Batch.Item {
    @Override
    public String shown() {
        return file.name().value();
    }

    @Override
    public long size() {
        return file.content().size();
    }
}
