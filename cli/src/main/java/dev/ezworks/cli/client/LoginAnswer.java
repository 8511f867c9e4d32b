package dev.ezworks.cli.client;

import java.time.Instant;

/**
 * A session that was just opened.
 *
 * @param token names the session; a secret
 * @param expiresAt when the server ends it by itself
 */
public record LoginAnswer(String token, Instant expiresAt) {
    /** Whether a text can be a token: it goes into a header. */
    public static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    /** Without the token: it must not get into a message. */
    @Override
    public String toString() {
        return "LoginAnswer[expiresAt=" + expiresAt + "]";
    }
}
