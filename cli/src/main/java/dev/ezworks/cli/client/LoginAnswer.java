package dev.ezworks.cli.client;

import java.time.Instant;

/**
 * A session that was just opened.
 *
 * @param token names the session; a secret
 * @param expiresAt when the server ends it by itself
 */
public record LoginAnswer(String token, Instant expiresAt) {
    /** Without the token: it must not get into a message. */
    @Override
    public String toString() {
        return "LoginAnswer[expiresAt=" + expiresAt + "]";
    }
}
