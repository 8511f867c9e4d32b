package dev.ezworks.server.account;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps accounts. A call is atomic and durable when it completes; a failure of the store is a
 * {@link dev.ezworks.server.content.StoreUnavailableException}.
 */
public interface AccountStore {
    /** Adds an account. Fails with {@link UsernameTakenException} if its role has the username; of two at once one wins. */
    Mono<Void> create(Account account);

    /** The account; empty if the role has no such username. */
    Mono<Account> find(Role role, Username username);

    /** Puts a new hash in place of {@code oldHash}; does nothing if that is no longer the account's hash. */
    Mono<Void> replacePasswordHash(Role role, Username username, String oldHash, String newHash);

    /** The usernames of a role, ordered by their UTF-8 bytes. */
    Flux<Username> usernames(Role role);
}
