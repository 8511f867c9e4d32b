package dev.ezworks.server.content;

import static dev.ezworks.server.Await.all;
import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.one;
import static dev.ezworks.server.content.ContentStoreFixture.describe;
import static dev.ezworks.server.content.ContentStoreFixture.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Making durable what was appended. That it is durable then, only an adapter's own tests can tell. */
public interface SyncContentContract extends ContentStoreFixture {
    @Test
    default void syncedContentShouldGoOnWhereItEnded() {
        ContentId id = ContentId.random();
        byte[] bytes = randomBytes(1500);
        long epoch = begin(id, Arrays.copyOf(bytes, 1000)).epoch();

        done(testee().sync(id, epoch));
        done(testee().sync(id, epoch));

        CountedSlabs slabs = new CountedSlabs();
        assertThat(one(testee().append(id, epoch, 1000, slabs.of(Arrays.copyOfRange(bytes, 1000, 1500)))))
                .isEqualTo(1500);
        done(testee().sync(id, epoch));
        done(testee().seal(id, epoch, describe(bytes)));
        assertThat(read(id, 1500)).isEqualTo(bytes);
    }

    @Test
    default void syncShouldNotNeedBytes() {
        ContentId id = ContentId.random();
        long epoch = one(testee().create(id, LEASE)).epoch();

        done(testee().sync(id, epoch));

        assertThat(one(testee().claim(id, LEASE)).size()).isZero();
    }

    @Test
    default void syncShouldRenewTheLease() {
        ContentId id = ContentId.random();
        long epoch = begin(id, randomBytes(10)).epoch();

        clock().advance(Duration.ofMinutes(50));
        done(testee().sync(id, epoch));
        clock().advance(Duration.ofMinutes(50));

        assertThat(all(testee().expired())).doesNotContain(id);
    }

    @Test
    default void syncShouldBeRefusedWhenItsClaimIsOvertaken() {
        ContentId id = ContentId.random();
        long stale = begin(id, randomBytes(10)).epoch();
        Claim claim = one(testee().claim(id, LEASE));

        assertThatThrownBy(() -> done(testee().sync(id, stale))).isInstanceOf(StaleClaimException.class);

        assertThat(claim.size()).isEqualTo(10);
    }

    @Test
    default void syncShouldFailWhenThereIsNothingUnfinished() {
        ContentId id = ContentId.random();
        byte[] bytes = randomBytes(10);
        long epoch = begin(id, bytes).epoch();
        done(testee().seal(id, epoch, describe(bytes)));

        assertThatThrownBy(() -> done(testee().sync(id, epoch))).isInstanceOf(NoSuchContentException.class);
        assertThatThrownBy(() -> done(testee().sync(ContentId.random(), 1))).isInstanceOf(NoSuchContentException.class);
    }
}
