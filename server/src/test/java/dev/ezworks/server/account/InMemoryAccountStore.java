package dev.ezworks.server.account;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An {@link AccountStore} for tests of those who use one. */
public final class InMemoryAccountStore implements AccountStore {
    private static final Comparator<Username> BY_UTF8 = Comparator.comparing(
            username -> username.value().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private final Map<Key, Account> accounts = new ConcurrentHashMap<>();

    @Override
    public Mono<Void> create(Account account) {
        return Mono.fromRunnable(() -> {
            Key key = new Key(account.role(), account.username());
            if (accounts.putIfAbsent(key, account) != null) {
                throw new UsernameTakenException(account.role(), account.username());
            }
        });
    }

    @Override
    public Mono<Account> find(Role role, Username username) {
        return Mono.fromCallable(() -> accounts.get(new Key(role, username)));
    }

    @Override
    public Mono<Void> replacePasswordHash(Role role, Username username, String oldHash, String newHash) {
        return Mono.fromRunnable(() -> accounts.computeIfPresent(
                new Key(role, username),
                (key, account) -> account.passwordHash().equals(oldHash) ? withHash(account, newHash) : account));
    }

    private static Account withHash(Account account, String hash) {
        return new Account(
                account.role(), account.username(), hash, account.name(), account.email(), account.createdAt());
    }

    @Override
    public Flux<Username> usernames(Role role) {
        return Flux.defer(() -> Flux.fromStream(accounts.keySet().stream()
                .filter(key -> key.role() == role)
                .map(Key::username)
                .sorted(BY_UTF8)));
    }

    private record Key(Role role, Username username) {}
}
