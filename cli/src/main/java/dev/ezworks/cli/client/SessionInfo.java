package dev.ezworks.cli.client;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import java.time.Instant;

/**
 * Who the server takes the bearer of a token for.
 *
 * @param createdAt when the session was opened
 * @param expiresAt when it ends by itself
 */
public record SessionInfo(Username username, Role role, Instant createdAt, Instant expiresAt) {}
