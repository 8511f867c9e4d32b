package dev.ezworks.server.config;

import dev.ezworks.server.account.AccountStore;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.files.FileStore;
import dev.ezworks.server.maintenance.ScrubStore;
import dev.ezworks.server.session.SessionStore;
import dev.ezworks.server.uploads.UploadStore;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * The store in use.
 *
 * @param description which and where, for people; no password
 * @param ping completes if the store answers
 * @param onClose gives up what it holds
 */
record Stores(
        String description,
        ContentStore contents,
        FileStore files,
        UploadStore uploads,
        AccountStore accounts,
        SessionStore sessions,
        ScrubStore scrub,
        Supplier<Mono<Void>> ping,
        Runnable onClose)
        implements AutoCloseable {

    @Override
    public void close() {
        onClose.run();
    }
}
