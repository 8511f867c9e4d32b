package dev.ezworks.server.account;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person or script.
 *
 * @param passwordHash encoded with its scheme and parameters; never the password
 * @param name as given at sign-up, for people
 * @param email as given at sign-up
 * @param createdAt in milliseconds
 */
public record Account(
        Role role,
        Username username,
        String passwordHash,
        @Nullable String name,
        @Nullable String email,
        Instant createdAt) {

    @Override
    public String toString() {
        return role.id() + ":" + username;
    }
}
