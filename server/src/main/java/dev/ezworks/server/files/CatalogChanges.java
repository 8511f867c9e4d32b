package dev.ezworks.server.files;

import dev.ezworks.api.Username;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** Tells who waits on this server that a catalog has changed. A hint: changes by other servers do not show. */
final class CatalogChanges {
    private final Sinks.Many<Username> changes = Sinks.many().multicast().directBestEffort();

    /** May be called from any thread. */
    synchronized void changed(Username owner) {
        changes.tryEmitNext(owner);
    }

    /** An element whenever the owner's catalog changes, from the subscription on. */
    Flux<Username> of(Username owner) {
        return changes.asFlux().filter(owner::equals);
    }
}
