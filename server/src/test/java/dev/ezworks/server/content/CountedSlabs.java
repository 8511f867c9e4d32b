package dev.ezworks.server.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.server.Await;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;

/**
 * Makes slabs, and knows whether all of them came back. A released slab is overwritten, so that a store which looks at
 * it later stores wrong bytes.
 */
public final class CountedSlabs {
    private final AtomicInteger given = new AtomicInteger();
    private final AtomicInteger released = new AtomicInteger();

    /** A slab that holds these bytes. */
    public Slab slab(byte[] bytes) {
        byte[] array = bytes.clone();
        given.incrementAndGet();
        return new Slab(array, array.length, () -> {
            Arrays.fill(array, (byte) 0xEE);
            released.incrementAndGet();
        });
    }

    /** The bytes as slabs made on demand; their lengths are taken in turn, over and over. */
    public Flux<Slab> of(byte[] bytes, int... lengths) {
        return Flux.defer(() -> {
            AtomicInteger turn = new AtomicInteger();
            return Flux.generate(() -> 0, (position, sink) -> {
                if (position == bytes.length) {
                    sink.complete();
                    return position;
                }
                int length = lengths[turn.getAndIncrement() % lengths.length];
                int end = Math.min(bytes.length, position + length);
                sink.next(slab(Arrays.copyOfRange(bytes, position, end)));
                return end;
            });
        });
    }

    /** The bytes as slabs of full capacity. */
    public Flux<Slab> of(byte[] bytes) {
        return of(bytes, Slab.CAPACITY);
    }

    /** How many have been released. */
    public int released() {
        return released.get();
    }

    /** Waits until at least so many have been released. */
    public void awaitReleased(int count) {
        await().atMost(Await.TIMEOUT)
                .untilAsserted(() -> assertThat(released.get()).isGreaterThanOrEqualTo(count));
    }

    /** Waits until every slab ever made has been released. */
    public void awaitAllReleased() {
        await().atMost(Await.TIMEOUT)
                .untilAsserted(() -> assertThat(released.get())
                        .as("slabs released of those given")
                        .isEqualTo(given.get()));
    }
}
