package dev.ezworks.server.session;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.server.Await;
import java.time.Duration;

/** Logs accounts in without their passwords, for tests of what comes after. */
public final class LoggedIn {
    private LoggedIn() {}

    /** A token that is good for an hour. */
    public static String token(Sessions sessions, Role role, Username username) {
        return Await.one(sessions.begin(role, username, Duration.ofHours(1))).token();
    }
}
