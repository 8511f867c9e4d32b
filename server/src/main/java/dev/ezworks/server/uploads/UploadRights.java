package dev.ezworks.server.uploads;

import dev.ezworks.server.account.AccountStore;
import dev.ezworks.server.session.InvalidTokenException;
import dev.ezworks.server.session.Session;
import dev.ezworks.server.session.SessionStore;
import dev.ezworks.server.transfers.ActiveTransfer;
import java.time.Clock;
import reactor.core.publisher.Mono;

/** Whether somebody may still publish, after the days that a piece may have taken. */
final class UploadRights {
    private final SessionStore sessions;
    private final AccountStore accounts;
    private final Clock clock;

    UploadRights(SessionStore sessions, AccountStore accounts, Clock clock) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** Fails with {@link InvalidTokenException} if the session has ended or the account is gone. */
    Mono<Void> require(ActiveTransfer.Party uploader) {
        return sessions.find(uploader.sidHash())
                .filter(session -> isLive(session, uploader))
                .flatMap(session -> accounts.find(uploader.role(), uploader.username()))
                .switchIfEmpty(Mono.error(() -> new InvalidTokenException("the session has ended")))
                .then();
    }

    private boolean isLive(Session session, ActiveTransfer.Party uploader) {
        return session.role() == uploader.role()
                && session.username().equals(uploader.username())
                && clock.instant().isBefore(session.expiresAt());
    }
}
