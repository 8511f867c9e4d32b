package dev.ezworks.server.content;

import static dev.ezworks.server.Await.all;
import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.content.ContentStoreFixture.describe;
import static dev.ezworks.server.content.ContentStoreFixture.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.server.Await;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Removing content. */
public interface DeleteContentContract extends ContentStoreFixture {
    @Test
    default void deletedContentShouldBeGone() {
        ContentId id = store(randomBytes(Slab.CAPACITY + 1));

        done(testee().delete(id));

        assertThatThrownBy(() -> read(id, 1)).isInstanceOf(NoSuchContentException.class);
        assertThat(testee().file(id, Slab.CAPACITY + 1)).isEmpty();
    }

    @Test
    default void deleteShouldNotFailWhenContentDoesNotExist() {
        done(testee().delete(ContentId.random()));
    }

    @Test
    default void deleteShouldNotFailTheSecondTime() {
        ContentId id = store(randomBytes(10));
        done(testee().delete(id));

        done(testee().delete(id));
    }

    @Test
    default void deleteShouldRemoveUnfinishedContent() {
        ContentId id = ContentId.random();
        long epoch = begin(id, randomBytes(1000)).epoch();

        done(testee().delete(id));

        clock().advance(LEASE.multipliedBy(2));
        assertThat(all(testee().expired())).doesNotContain(id);
        assertThatThrownBy(() -> done(testee().claim(id, LEASE))).isInstanceOf(NoSuchContentException.class);
        assertThatThrownBy(() -> done(testee().renew(id, epoch))).isInstanceOf(NoSuchContentException.class);
        assertThatThrownBy(() -> done(testee().seal(id, epoch, describe(randomBytes(1000)))))
                .isInstanceOf(NoSuchContentException.class);
    }

    @Test
    default void deleteShouldRemoveSealedContentThatIsNotSettled() {
        ContentId id = ContentId.random();
        byte[] bytes = randomBytes(1000);
        long epoch = begin(id, bytes).epoch();
        done(testee().seal(id, epoch, describe(bytes)));

        done(testee().delete(id));

        clock().advance(Duration.ofDays(1));
        assertThat(all(testee().expired())).doesNotContain(id);
        assertThatThrownBy(() -> read(id, 1000)).isInstanceOf(NoSuchContentException.class);
        assertThatThrownBy(() -> done(testee().settle(id, epoch))).isInstanceOf(NoSuchContentException.class);
    }

    @Test
    default void deleteShouldLeaveOtherContentAlone() {
        byte[] bytes = randomBytes(1000);
        ContentId kept = store(bytes);
        ContentId removed = store(randomBytes(1001));

        done(testee().delete(removed));

        assertThat(read(kept, 1000)).isEqualTo(bytes);
    }

    @Test
    default void readThatBeganBeforeADeleteShouldNeverGiveWrongBytes() {
        byte[] bytes = randomBytes(16 * Slab.CAPACITY);
        ContentId id = store(bytes);
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        Mono<Void> read = testee().read(id, ByteRange.whole(bytes.length))
                .doOnNext(buffer -> drain(buffer, got))
                // The reader goes on, and the store forgets, while the first buffers are on their way.
                .delayUntil(buffer -> got.size() == buffer.capacity() ? testee().delete(id) : Mono.empty())
                .then()
                .onErrorResume(NoSuchContentException.class, e -> Mono.empty())
                .onErrorResume(DamagedContentException.class, e -> Mono.empty());

        StepVerifier.create(read).expectComplete().verify(Await.TIMEOUT);

        assertThat(got.size()).isPositive();
        assertThat(got.toByteArray()).isEqualTo(Arrays.copyOf(bytes, got.size()));
    }

    private static void drain(ByteBuffer buffer, ByteArrayOutputStream out) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        out.writeBytes(bytes);
    }
}
