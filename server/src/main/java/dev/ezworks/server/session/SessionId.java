package dev.ezworks.server.session;

import dev.ezworks.api.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Names a session towards its owner: 256 random bits as 43 characters of base64url. Whoever knows it and the signing
 * secret can act in the session, so only its hash is ever stored or logged.
 */
record SessionId(String value) {
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** @throws IllegalArgumentException if it has another form; the message does not quote it */
    SessionId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a session id is 43 characters of base64url");
        }
    }

    static SessionId random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new SessionId(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** What the store knows it by: SHA-256 of its characters, 64 lower-case hex digits. */
    String hash() {
        // A plain digest will do: nobody guesses 256 random bits, so there is nothing to slow down.
        return Sha256.of(value.getBytes(StandardCharsets.US_ASCII)).hex();
    }

    @Override
    public String toString() {
        return "(session id)";
    }
}
