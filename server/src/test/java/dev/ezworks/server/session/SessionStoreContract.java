package dev.ezworks.server.session;

import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.maybe;
import static dev.ezworks.server.Await.one;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Role;
import dev.ezworks.api.Sha256;
import dev.ezworks.api.Username;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What {@link SessionStore} promises, to be run against every adapter, each test with a fresh store. */
public interface SessionStoreContract {
    /** When the sessions of these tests were made. */
    Instant CREATED = Instant.parse("2026-03-04T05:06:07.089Z");

    /** When they expire. */
    Instant EXPIRES = Instant.parse("2027-03-04T05:06:07.089Z");

    /** The store under test. */
    SessionStore testee();

    private static Session session(String sid, Role role, Instant expiresAt) {
        return new Session(hash(sid), role, new Username("olga"), CREATED, expiresAt);
    }

    private static String hash(String sid) {
        return Sha256.of(sid.getBytes(StandardCharsets.UTF_8)).hex();
    }

    @Test
    default void findShouldGiveWhatWasCreated() {
        Session session = session("one", Role.OPS, EXPIRES);

        done(testee().create(session));

        assertThat(one(testee().find(session.sidHash()))).isEqualTo(session);
    }

    @Test
    default void findShouldBeEmptyWhenThereIsNoSuchSession() {
        done(testee().create(session("one", Role.OPS, EXPIRES)));

        assertThat(maybe(testee().find(hash("another")))).isEmpty();
    }

    @Test
    default void oneUserShouldHaveAsManySessionsAsLogins() {
        Session first = session("one", Role.OPS, EXPIRES);
        Session second = session("two", Role.OPS, EXPIRES);
        Session otherRole = session("three", Role.CLIENT, EXPIRES);
        done(testee().create(first));
        done(testee().create(second));
        done(testee().create(otherRole));

        assertThat(one(testee().find(first.sidHash()))).isEqualTo(first);
        assertThat(one(testee().find(second.sidHash()))).isEqualTo(second);
        assertThat(one(testee().find(otherRole.sidHash()))).isEqualTo(otherRole);
    }

    @Test
    default void deleteShouldEndOneSession() {
        Session ended = session("one", Role.OPS, EXPIRES);
        Session kept = session("two", Role.OPS, EXPIRES);
        done(testee().create(ended));
        done(testee().create(kept));

        done(testee().delete(ended.sidHash()));

        assertThat(maybe(testee().find(ended.sidHash()))).isEmpty();
        assertThat(maybe(testee().find(kept.sidHash()))).contains(kept);
    }

    @Test
    default void deleteShouldNotFailWhenThereIsNoSuchSession() {
        done(testee().delete(hash("none")));
    }

    @Test
    default void deleteExpiredShouldKeepWhatHasNotExpired() {
        Session expired = session("one", Role.OPS, EXPIRES.minusMillis(1));
        Session live = session("two", Role.OPS, EXPIRES.plusMillis(1));
        done(testee().create(expired));
        done(testee().create(live));

        done(testee().deleteExpired(EXPIRES));

        assertThat(maybe(testee().find(expired.sidHash()))).isEmpty();
        assertThat(maybe(testee().find(live.sidHash()))).contains(live);
    }

    @Test
    default void deleteExpiredShouldNotFailWhenThereIsNone() {
        done(testee().deleteExpired(EXPIRES));
    }

    @Test
    default void concurrentLoginsShouldAllBeKept() {
        List<Session> sessions = IntStream.range(0, 50)
                .mapToObj(i -> session("login " + i, Role.CLIENT, EXPIRES))
                .toList();

        done(Flux.fromIterable(sessions).flatMap(testee()::create, 50).then());

        for (Session session : sessions) {
            assertThat(maybe(testee().find(session.sidHash()))).contains(session);
        }
    }
}
