package dev.ezworks.server.session;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import java.time.Instant;

/**
 * What a token says.
 *
 * @param expiresAt in whole seconds, as RFC 7519 section 2 counts time
 * @param issuedAt in whole seconds
 */
record TokenClaims(Role role, Username username, SessionId sessionId, Instant issuedAt, Instant expiresAt) {}
