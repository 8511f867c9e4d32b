package dev.ezworks.server.storage.local;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.server.account.Account;
import dev.ezworks.server.account.AccountStore;
import dev.ezworks.server.account.UsernameTakenException;
import java.time.Instant;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Accounts in SQLite. */
final class SqliteAccountStore implements AccountStore {
    private final Database database;
    private final BlockingCalls blocking;
    private final BlockingCalls lookUps;

    SqliteAccountStore(Database database, BlockingCalls blocking, BlockingCalls lookUps) {
        this.database = database;
        this.blocking = blocking;
        this.lookUps = lookUps;
    }

    @Override
    public Mono<Void> create(Account account) {
        return blocking.run(() -> {
            int added = database.write(statements -> statements.update(
                    "INSERT INTO accounts (role, username, password_hash, name, email, created_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    account.role().id(),
                    account.username().value(),
                    account.passwordHash(),
                    account.name(),
                    account.email(),
                    account.createdAt().toEpochMilli()));
            if (added == 0) {
                throw new UsernameTakenException(account.role(), account.username());
            }
        });
    }

    @Override
    public Mono<Account> find(Role role, Username username) {
        return lookUps.call(() -> database.read(statements -> statements.first(
                        "SELECT password_hash, name, email, created_at FROM accounts WHERE role = ? AND username = ?",
                        row -> new Account(
                                role,
                                username,
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                Instant.ofEpochMilli(row.getLong(4))),
                        role.id(),
                        username.value())))
                .flatMap(Mono::justOrEmpty);
    }

    @Override
    public Mono<Void> replacePasswordHash(Role role, Username username, String oldHash, String newHash) {
        return blocking.run(() -> database.write(statements -> statements.update(
                "UPDATE accounts SET password_hash = ? WHERE role = ? AND username = ? AND password_hash = ?",
                newHash,
                role.id(),
                username.value(),
                oldHash)));
    }

    @Override
    public Flux<Username> usernames(Role role) {
        return lookUps.stream(Pages.flux((Optional<Username> last) -> database.read(statements -> statements.all(
                "SELECT username FROM accounts WHERE role = ? AND username > ? ORDER BY username LIMIT ?",
                row -> new Username(row.getString(1)),
                role.id(),
                last.map(Username::value).orElse(""),
                Pages.SIZE))));
    }
}
