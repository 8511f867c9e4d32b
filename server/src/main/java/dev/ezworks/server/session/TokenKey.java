package dev.ezworks.server.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What tokens are signed with. */
public final class TokenKey {
    private final TokenAlgorithm algorithm;
    private final byte[] secret;

    private TokenKey(TokenAlgorithm algorithm, byte[] secret) {
        this.algorithm = algorithm;
        this.secret = secret;
    }

    /**
     * The key that a secret's UTF-8 bytes make.
     *
     * @throws IllegalArgumentException if the secret is empty or blank
     */
    public static TokenKey of(TokenAlgorithm algorithm, String secret) {
        if (secret.isBlank()) {
            throw new IllegalArgumentException("the secret that signs tokens is empty; " + mend(algorithm));
        }
        return new TokenKey(algorithm, secret.getBytes(StandardCharsets.UTF_8));
    }

    /** What to tell the administrator about a secret that is too short, and how to make a good one. */
    public Optional<String> warning() {
        if (secret.length >= algorithm.secretLength()) {
            return Optional.empty();
        }
        return Optional.of("the secret that signs tokens has " + secret.length + " bytes, " + algorithm + " wants "
                + algorithm.secretLength() + " at least (RFC 7518 section 3.2); " + mend(algorithm));
    }

    private static String mend(TokenAlgorithm algorithm) {
        return "make one with 'openssl rand -hex " + algorithm.secretLength()
                + "' and set it as JWT_SECRET; tokens signed with the old one end";
    }

    TokenAlgorithm algorithm() {
        return algorithm;
    }

    /**
     * The secret, at least as long as the hash.
     *
     * <p>Nimbus refuses shorter ones, but secrets that are in use must go on working. HMAC itself fills a key that is
     * shorter than the hash's block with zeros (RFC 2104 section 2), so filling it up to the hash's length, which is
     * less than the block's, changes no signature. And guessing a short secret is not enough to forge a token: that
     * takes the id of a live session too.
     */
    byte[] paddedSecret() {
        return Arrays.copyOf(secret, Math.max(secret.length, algorithm.secretLength()));
    }

    @Override
    public String toString() {
        return algorithm + " key";
    }
}
