package dev.ezworks.cli.client;

import dev.ezworks.api.FileName;

/** A file as a catalog lists it, with a name and a digest that were checked to be such. */
public record CatalogFile(FileName name, RemoteFile content) {}
