package dev.ezworks.server.account;

/**
 * Turns passwords into hashes that may be stored, and back into an answer. Slow on purpose, blocks the caller's thread,
 * safe for use by many threads at once.
 */
public interface PasswordHasher {
    /** A hash of the password, with a fresh salt, its scheme and its parameters. */
    String hash(String password);

    /**
     * Whether the hash was made from this password, compared in constant time. False for a hash of a scheme that is not
     * known.
     */
    boolean matches(String password, String hash);

    /** Whether the hash was made with an older scheme or weaker parameters than {@link #hash} uses now. */
    boolean isOutdated(String hash);
}
