package dev.ezworks.server.content;

import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.one;
import static dev.ezworks.server.content.ContentStoreFixture.describe;
import static dev.ezworks.server.content.ContentStoreFixture.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Beginning content. */
public interface CreateContentContract extends ContentStoreFixture {
    @Test
    default void createShouldBeginAtSizeZero() {
        assertThat(one(testee().create(ContentId.random(), LEASE)).size()).isZero();
    }

    @Test
    default void createdContentShouldNotBeReadable() {
        ContentId id = ContentId.random();
        done(testee().create(id, LEASE));

        assertThatThrownBy(() -> read(id, 0)).isInstanceOf(NoSuchContentException.class);
        assertThat(testee().file(id, 0)).isEmpty();
    }

    @Test
    default void concurrentlyWrittenContentsShouldNotMix() {
        List<byte[]> contents =
                IntStream.range(0, 20).mapToObj(i -> randomBytes(100_000 + i)).toList();

        List<ContentId> ids = one(Flux.fromIterable(contents)
                .flatMapSequential(this::storeConcurrently, 20)
                .collectList());

        for (int i = 0; i < contents.size(); i++) {
            assertThat(read(ids.get(i), contents.get(i).length)).isEqualTo(contents.get(i));
        }
    }

    private Mono<ContentId> storeConcurrently(byte[] bytes) {
        ContentId id = ContentId.random();
        return testee().create(id, LEASE)
                .flatMap(claim -> testee().append(id, claim.epoch(), 0, new CountedSlabs().of(bytes, 777))
                        .then(testee().seal(id, claim.epoch(), describe(bytes)))
                        .then(testee().settle(id, claim.epoch())))
                .thenReturn(id);
    }
}
