package dev.ezworks.server.config;

import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;

/** Up while the store answers. Says nothing of why it does not: the log does. */
final class StoreHealth implements ReactiveHealthIndicator {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Stores stores;

    StoreHealth(Stores stores) {
        this.stores = stores;
    }

    @Override
    public Mono<Health> health() {
        return Mono.defer(stores.ping())
                .timeout(PATIENCE)
                .thenReturn(Health.up().build())
                .onErrorResume(error -> Mono.just(Health.down().build()));
    }
}
