package dev.ezworks.server.storage.mongo;

import dev.ezworks.server.content.Slab;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/**
 * Takes none of the slabs of an append that is not let in, and cancels their source, so that it releases what it made
 * ahead of being asked. It does so when subscribed, not while: only then do Reactor's sinks know whom to ask what becomes
 * of their queue.
 */
final class RefusedSlabs extends BaseSubscriber<Slab> {
    private RefusedSlabs() {}

    static void refuse(Flux<Slab> bytes) {
        RefusedSlabs refused = new RefusedSlabs();
        bytes.subscribe(refused);
        refused.cancel();
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        // Asks for nothing.
    }

    @Override
    protected void hookOnNext(Slab slab) {
        slab.release();
    }

    @Override
    protected void hookOnError(Throwable error) {
        // The caller is told of the refusal instead.
    }
}
