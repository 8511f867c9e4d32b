package dev.ezworks.server.uploads;

import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.files.FileCatalog;
import dev.ezworks.server.transfers.ActiveTransfers;
import dev.ezworks.server.transfers.BufferBudget;
import dev.ezworks.server.web.Endpoint;
import dev.ezworks.server.web.Route;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.scheduler.Scheduler;

/** All ways to upload, over the one path to the catalog. */
public final class UploadEndpoints implements Endpoint {
    private final PutEndpoint put;
    private final FormUploadEndpoint form;

    /** @param scheduler where bytes are digested and written; its threads may block, and it drops no task */
    public UploadEndpoints(
            ContentStore contents,
            FileCatalog catalog,
            ActiveTransfers transfers,
            BufferBudget budget,
            UploadLimits limits,
            Scheduler scheduler) {
        Uploads uploads = new Uploads(contents, catalog, transfers, limits, scheduler);
        this.put = new PutEndpoint(uploads, limits, budget);
        this.form = new FormUploadEndpoint(uploads, budget);
    }

    @Override
    public List<Route> routes() {
        return Stream.concat(put.routes().stream(), form.routes().stream()).toList();
    }
}
