package dev.ezworks.server.session;

import dev.ezworks.api.Role;
import dev.ezworks.server.account.Account;
import dev.ezworks.server.account.AccountStore;
import dev.ezworks.server.account.BusyException;
import dev.ezworks.server.account.Credentials;
import dev.ezworks.server.account.Fields;
import dev.ezworks.server.account.Passwords;
import reactor.core.publisher.Mono;

/** Begins a session for whoever knows an account's password. */
public final class LogIn {
    private final AccountStore accounts;
    private final Passwords passwords;
    private final Sessions sessions;
    private final LogInRule rule;

    public LogIn(AccountStore accounts, Passwords passwords, Sessions sessions, LogInRule rule) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.sessions = sessions;
        this.rule = rule;
    }

    /**
     * Begins a session with {@code username} and {@code password}.
     *
     * <p>Fails with {@link dev.ezworks.server.account.InvalidFieldsException}, {@link NoSuchUserException},
     * {@link WrongPasswordException} or {@link BusyException}. Those in the middle take the same time.
     */
    public Mono<IssuedToken> logIn(Role role, Fields fields) {
        return Mono.fromCallable(() -> Credentials.of(fields)).flatMap(credentials -> logIn(role, credentials));
    }

    private Mono<IssuedToken> logIn(Role role, Credentials credentials) {
        return accounts.find(role, credentials.username())
                .switchIfEmpty(Mono.defer(() -> refuseUnknown(role, credentials)))
                .flatMap(account -> checkPassword(account, credentials.password()))
                .flatMap(account -> sessions.begin(account.role(), account.username(), rule.sessionLifetime()));
    }

    private Mono<Account> refuseUnknown(Role role, Credentials credentials) {
        return passwords.matchNobody(credentials.password()).then(Mono.error(() -> unknown(role, credentials)));
    }

    private RuntimeException unknown(Role role, Credentials credentials) {
        return rule.hideUnknown()
                ? new WrongPasswordException()
                : new NoSuchUserException(role, credentials.username());
    }

    private Mono<Account> checkPassword(Account account, String password) {
        return passwords
                .matches(password, account.passwordHash())
                .filter(matches -> matches)
                .switchIfEmpty(Mono.error(WrongPasswordException::new))
                .then(Mono.defer(() -> upgradeHash(account, password)))
                .thenReturn(account);
    }

    private Mono<Void> upgradeHash(Account account, String password) {
        String oldHash = account.passwordHash();
        if (!passwords.isOutdated(oldHash)) {
            return Mono.empty();
        }
        return passwords
                .hash(password)
                .flatMap(hash -> accounts.replacePasswordHash(account.role(), account.username(), oldHash, hash))
                // The password was right, so let its owner in: the next login upgrades the hash.
                .onErrorComplete(BusyException.class);
    }
}
