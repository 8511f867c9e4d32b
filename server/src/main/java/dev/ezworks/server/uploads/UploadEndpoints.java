package dev.ezworks.server.uploads;

import dev.ezworks.server.transfers.ActiveTransfers;
import dev.ezworks.server.transfers.BufferBudget;
import dev.ezworks.server.web.Endpoint;
import dev.ezworks.server.web.Route;
import java.time.Clock;
import java.util.List;
import reactor.core.scheduler.Scheduler;

/** All ways to upload, over the one path to the catalog. */
public final class UploadEndpoints implements Endpoint {
    private final List<Endpoint> all;

    /** @param scheduler where bytes are digested and written; its threads may block, and it drops no task */
    public UploadEndpoints(
            UploadPorts ports,
            ActiveTransfers transfers,
            BufferBudget budget,
            UploadLimits limits,
            Scheduler scheduler,
            Clock clock) {
        Uploads uploads = new Uploads(ports.contents(), ports.catalog(), transfers, limits, scheduler);
        this.all = List.of(
                new PutEndpoint(uploads, limits, budget),
                new FormUploadEndpoint(uploads, budget),
                new TusEndpoint(ResumableUploads.over(ports, transfers, limits, scheduler, clock), budget));
    }

    @Override
    public List<Route> routes() {
        return all.stream().map(Endpoint::routes).flatMap(List::stream).toList();
    }
}
