package dev.ezworks.server.account;

import static dev.ezworks.server.Await.all;
import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.maybe;
import static dev.ezworks.server.Await.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What {@link AccountStore} promises, to be run against every adapter, each test with a fresh store. */
public interface AccountStoreContract {
    /** When the accounts of these tests were made. */
    Instant CREATED = Instant.parse("2026-03-04T05:06:07.089Z");

    /** The store under test. */
    AccountStore testee();

    private static Account account(Role role, String username, String hash) {
        return new Account(role, new Username(username), hash, null, null, CREATED);
    }

    @Test
    default void findShouldGiveWhatWasCreated() {
        Account account = new Account(
                Role.OPS, new Username("olga"), "{argon2}$x$y", "Olga Nováková", "olga@example.org", CREATED);

        done(testee().create(account));

        assertThat(one(testee().find(Role.OPS, account.username()))).isEqualTo(account);
    }

    @Test
    default void findShouldGiveAnAccountWithoutNameAndEmail() {
        Account account = account(Role.CLIENT, "cron", "{argon2}x");

        done(testee().create(account));

        assertThat(one(testee().find(Role.CLIENT, account.username()))).isEqualTo(account);
    }

    @Test
    default void findShouldBeEmptyWhenTheRoleHasNoSuchUsername() {
        done(testee().create(account(Role.OPS, "olga", "h")));

        assertThat(maybe(testee().find(Role.OPS, new Username("oleg")))).isEmpty();
        assertThat(maybe(testee().find(Role.CLIENT, new Username("olga")))).isEmpty();
        assertThat(maybe(testee().find(Role.OPS, new Username("Olga")))).isEmpty();
    }

    @Test
    default void createShouldRefuseAUsernameThatTheRoleHas() {
        done(testee().create(account(Role.OPS, "olga", "first")));

        assertThatThrownBy(() -> done(testee().create(account(Role.OPS, "olga", "second"))))
                .isInstanceOf(UsernameTakenException.class);

        assertThat(one(testee().find(Role.OPS, new Username("olga"))).passwordHash())
                .isEqualTo("first");
    }

    @Test
    default void createShouldAcceptOneUsernameInBothRoles() {
        done(testee().create(account(Role.OPS, "olga", "as operator")));
        done(testee().create(account(Role.CLIENT, "olga", "as client")));

        assertThat(one(testee().find(Role.OPS, new Username("olga"))).passwordHash())
                .isEqualTo("as operator");
        assertThat(one(testee().find(Role.CLIENT, new Username("olga"))).passwordHash())
                .isEqualTo("as client");
    }

    @Test
    default void createShouldTellCaseApart() {
        done(testee().create(account(Role.OPS, "olga", "small")));
        done(testee().create(account(Role.OPS, "Olga", "capital")));

        assertThat(one(testee().find(Role.OPS, new Username("Olga"))).passwordHash())
                .isEqualTo("capital");
    }

    @Test
    default void ofConcurrentCreatesOneShouldWin() {
        List<String> winners = one(Flux.range(0, 10)
                .flatMap(
                        i -> testee().create(account(Role.OPS, "olga", "hash " + i))
                                .thenReturn("hash " + i)
                                .onErrorResume(UsernameTakenException.class, e -> Mono.empty()),
                        10)
                .collectList());

        assertThat(winners).hasSize(1);
        assertThat(one(testee().find(Role.OPS, new Username("olga"))).passwordHash())
                .isEqualTo(winners.get(0));
    }

    @Test
    default void replacePasswordHashShouldReplaceTheOldOne() {
        done(testee().create(account(Role.OPS, "olga", "old")));
        done(testee().create(account(Role.CLIENT, "olga", "old")));

        done(testee().replacePasswordHash(Role.OPS, new Username("olga"), "old", "new"));

        assertThat(one(testee().find(Role.OPS, new Username("olga")))).isEqualTo(account(Role.OPS, "olga", "new"));
        assertThat(one(testee().find(Role.CLIENT, new Username("olga"))).passwordHash())
                .isEqualTo("old");
    }

    @Test
    default void replacePasswordHashShouldDoNothingWhenTheOldOneIsGone() {
        done(testee().create(account(Role.OPS, "olga", "newer")));

        done(testee().replacePasswordHash(Role.OPS, new Username("olga"), "old", "new"));

        assertThat(one(testee().find(Role.OPS, new Username("olga"))).passwordHash())
                .isEqualTo("newer");
    }

    @Test
    default void replacePasswordHashShouldDoNothingWhenThereIsNoAccount() {
        done(testee().replacePasswordHash(Role.OPS, new Username("nobody"), "old", "new"));

        assertThat(maybe(testee().find(Role.OPS, new Username("nobody")))).isEmpty();
    }

    @Test
    default void ofConcurrentReplacementsOneShouldWin() {
        done(testee().create(account(Role.OPS, "olga", "old")));

        done(Flux.range(0, 10)
                .flatMap(i -> testee().replacePasswordHash(Role.OPS, new Username("olga"), "old", "new " + i), 10)
                .then());

        String first = one(testee().find(Role.OPS, new Username("olga"))).passwordHash();
        assertThat(first).startsWith("new ");
        done(testee().replacePasswordHash(Role.OPS, new Username("olga"), "old", "late"));
        assertThat(one(testee().find(Role.OPS, new Username("olga"))).passwordHash())
                .isEqualTo(first);
    }

    @Test
    default void usernamesShouldBeThoseOfTheRoleInTheOrderOfTheirUtf8Bytes() {
        // U+FF21 comes before U+10400 in UTF-8, but after it in UTF-16.
        List<String> ordered = List.of("+", "Z", "a", "aa", "b", "zoë", "Ζωή", "अमृता", "\uFF21", "\uD801\uDC00");
        for (int i : new int[] {9, 3, 0, 8, 2, 7, 5, 1, 6, 4}) {
            done(testee().create(account(Role.OPS, ordered.get(i), "h")));
        }
        done(testee().create(account(Role.CLIENT, "someone.else", "h")));

        assertThat(all(testee().usernames(Role.OPS)).stream().map(Username::value))
                .containsExactlyElementsOf(ordered);
    }

    @Test
    default void usernamesShouldBeEmptyWhenTheRoleHasNone() {
        assertThat(all(testee().usernames(Role.CLIENT))).isEmpty();
    }
}
