package dev.ezworks.server.files;

import dev.ezworks.api.Username;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Lets many callers wait for changes of catalogs. However many wait on one catalog, the store is asked for its tag once
 * a second, which shows what other servers change, and at once when this server changes it. A catalog that nobody waits
 * on costs nothing.
 */
final class CatalogWatch {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final FileStore files;
    private final Sinks.Many<Username> changes = Sinks.many().multicast().directBestEffort();
    private final Sinks.Empty<Void> ending = Sinks.empty();
    private final ConcurrentMap<Username, Flux<String>> watched = new ConcurrentHashMap<>();

    CatalogWatch(FileStore files) {
        this.files = files;
    }

    /** This server has changed a catalog. May be called from any thread. */
    synchronized void changed(Username owner) {
        changes.tryEmitNext(owner);
    }

    /** Ends every wait, now and from now on. */
    void end() {
        ending.tryEmitEmpty();
    }

    /**
     * Waits until the catalog's tag is another one than {@code known}, and gives it; {@code known} if that does not
     * happen in time.
     */
    Mono<String> awaitOtherTag(Username owner, String known, Duration atMost) {
        return Flux.defer(() -> watched.computeIfAbsent(owner, this::looks))
                .filter(tag -> !tag.equals(known))
                .next()
                .timeout(atMost, Mono.empty())
                .defaultIfEmpty(known);
    }

    /** Begins with the first who waits and ends with the last; one who comes in between begins another one. */
    private Flux<String> looks(Username owner) {
        return Flux.merge(changes.asFlux().filter(owner::equals), Flux.interval(LOOK_EVERY))
                .onBackpressureLatest()
                .concatMap(look -> files.tag(owner), 1)
                .takeUntilOther(ending.asMono())
                .doFinally(signal -> watched.remove(owner))
                .share();
    }

    /** How many catalogs somebody waits on. */
    int size() {
        return watched.size();
    }
}
