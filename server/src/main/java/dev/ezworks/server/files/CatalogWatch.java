package dev.ezworks.server.files;

import dev.ezworks.api.Username;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Lets many callers wait for changes of catalogs. However many wait on one catalog, the store is asked for its tag now
 * and then, which shows what other servers change, and at once when this server changes it. A store that fails ends no
 * wait. A catalog that nobody waits on costs nothing.
 */
final class CatalogWatch {
    private static final Logger log = LoggerFactory.getLogger(CatalogWatch.class);

    private final FileStore files;
    private final Duration lookEvery;
    private final Sinks.Many<Username> changes = Sinks.many().multicast().directBestEffort();
    private final Sinks.Empty<Void> ending = Sinks.empty();
    private final ConcurrentMap<Username, Flux<String>> watched = new ConcurrentHashMap<>();
    // Told once, however many catalogs are waited on.
    private final AtomicBoolean failing = new AtomicBoolean();

    /** @param lookEvery how often the store is asked what others have changed */
    CatalogWatch(FileStore files, Duration lookEvery) {
        this.files = files;
        this.lookEvery = lookEvery;
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
        return Flux.merge(changes.asFlux().filter(owner::equals), Flux.interval(lookEvery))
                .onBackpressureLatest()
                .concatMap(tick -> look(owner), 1)
                .takeUntilOther(ending.asMono())
                .doFinally(signal -> watched.remove(owner))
                .share();
    }

    /** Gives nothing where the store fails: the next look may find it well again, and who waits has a time of their own. */
    private Mono<String> look(Username owner) {
        return files.tag(owner)
                .doOnNext(tag -> failing.set(false))
                .doOnError(error -> {
                    if (!failing.getAndSet(true)) {
                        log.warn("catalogs that are waited on cannot be looked at for now: {}", error.toString());
                    }
                })
                .onErrorComplete();
    }

    /** How many catalogs somebody waits on. */
    int size() {
        return watched.size();
    }
}
