package dev.ezworks.server;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Waits for publishers where a test has nothing better to do; fails after half a minute. */
public final class Await {
    /** Longer than anything here takes on a busy machine. */
    public static final Duration TIMEOUT = Duration.ofSeconds(30);

    private Await() {}

    /** The value; fails if there is none. */
    public static <T> T one(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(TIMEOUT), "empty, but a value was expected");
    }

    /** The value or its absence. */
    public static <T> Optional<T> maybe(Mono<T> mono) {
        return mono.blockOptional(TIMEOUT);
    }

    /** All values, in order. */
    public static <T> List<T> all(Flux<T> flux) {
        return one(flux.collectList());
    }

    /** Only the end. */
    public static void done(Mono<?> mono) {
        mono.block(TIMEOUT);
    }
}
