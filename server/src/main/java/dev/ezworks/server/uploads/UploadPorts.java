package dev.ezworks.server.uploads;

import dev.ezworks.server.account.AccountStore;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.files.FileCatalog;
import dev.ezworks.server.session.SessionStore;

/** What uploads are kept in, and who may make them. */
public record UploadPorts(
        ContentStore contents,
        UploadStore uploads,
        FileCatalog catalog,
        SessionStore sessions,
        AccountStore accounts) {}
