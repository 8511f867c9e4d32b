package dev.ezworks.server.session;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import java.time.Instant;

/**
 * One login, kept on the server until logout or expiry.
 *
 * @param sidHash SHA-256 of the session id that the token carries, 64 lower-case hex digits; the id itself is not kept
 * @param createdAt when the login was, in milliseconds
 * @param expiresAt from when on it is no longer valid, in milliseconds
 */
public record Session(String sidHash, Role role, Username username, Instant createdAt, Instant expiresAt) {
    @Override
    public String toString() {
        return role.id() + ":" + username + " since " + createdAt;
    }
}
