package dev.ezworks.cli.profile;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.cli.client.ServerUrl;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A login that is kept: one per server, role and user.
 *
 * @param name what {@code --profile} picks it by
 * @param server the only server the token is ever sent to
 * @param token a secret
 * @param expiresAt when the server ends the session by itself
 * @param loggedInAt the newest login is the current one
 * @param authorities the certificates the login was made with; null: those the JDK trusts
 */
public record Profile(
        String name,
        ServerUrl server,
        Role role,
        Username username,
        String token,
        Instant expiresAt,
        Instant loggedInAt,
        @Nullable Path authorities) {
    /** The name of a profile that the user gave none: {@code alice.ops@127.0.0.1:5000}. */
    public static String defaultName(ServerUrl server, Role role, Username username) {
        return username.value() + "." + role.id() + "@" + server.authority();
    }

    boolean sameLogin(Profile other) {
        return server.equals(other.server) && role == other.role && username.equals(other.username);
    }

    /** Without the token: it must not get into a message. */
    @Override
    public String toString() {
        return "Profile[" + name + "]";
    }
}
