package dev.ezworks.server.account;

import dev.ezworks.api.Role;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import reactor.core.publisher.Mono;

/** Makes accounts. */
public final class SignUp {
    private final AccountStore accounts;
    private final Passwords passwords;
    private final PasswordRule passwordRule;
    private final Clock clock;

    public SignUp(AccountStore accounts, Passwords passwords, PasswordRule passwordRule, Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.passwordRule = passwordRule;
        this.clock = clock;
    }

    /**
     * Makes an account from {@code username}, {@code password} and, if given, {@code name} and {@code email}.
     *
     * <p>Fails with {@link InvalidFieldsException}, {@link UsernameTakenException} or {@link BusyException}; nothing
     * is stored then.
     */
    public Mono<Account> signUp(Role role, Fields fields) {
        return Mono.fromCallable(() -> SignUpForm.of(fields, passwordRule)).flatMap(form -> create(role, form));
    }

    private Mono<Account> create(Role role, SignUpForm form) {
        return passwords
                .hash(form.password())
                .map(hash -> account(role, form, hash))
                .flatMap(account -> accounts.create(account).thenReturn(account));
    }

    private Account account(Role role, SignUpForm form, String passwordHash) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Account(
                role,
                form.username(),
                passwordHash,
                form.name().orElse(null),
                form.email().orElse(null),
                now);
    }
}
