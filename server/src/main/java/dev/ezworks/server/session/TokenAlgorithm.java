package dev.ezworks.server.session;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How tokens are signed: HMAC with a hash of the SHA-2 family (RFC 7518 section 3.2). */
public enum TokenAlgorithm {
    HS256(32),
    HS384(48),
    HS512(64);

    private final int secretLength;

    TokenAlgorithm(int secretLength) {
        this.secretLength = secretLength;
    }

    /**
     * The algorithm of this name.
     *
     * @throws IllegalArgumentException if there is none; the message names those there are
     */
    public static TokenAlgorithm of(String name) {
        for (TokenAlgorithm algorithm : values()) {
            if (algorithm.name().equals(name)) {
                return algorithm;
            }
        }
        String known = Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("tokens cannot be signed with '" + name + "'; take one of " + known);
    }

    /** How long a secret should be at least, in bytes: as long as the hash. */
    public int secretLength() {
        return secretLength;
    }

    JWSAlgorithm jws() {
        return JWSAlgorithm.parse(name());
    }
}
