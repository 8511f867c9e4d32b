package dev.ezworks.server.config;

import dev.ezworks.server.account.PasswordHasher;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * Argon2id with 19 MiB, 2 passes and 1 lane, the least that OWASP's password storage cheat sheet recommends (Spring's
 * own defaults are weaker). Recognizes bcrypt too ({@code $2a$}, {@code $2b$}, {@code $2y$}), whose hashes
 * earlier servers left behind.
 */
final class Argon2PasswordHasher implements PasswordHasher {
    private static final String ARGON2ID = "$argon2id$";
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;

    private final Argon2PasswordEncoder argon2 =
            new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES);
    private final BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder();

    @Override
    public String hash(String password) {
        return argon2.encode(password);
    }

    @Override
    public boolean matches(String password, String hash) {
        return hash.startsWith(ARGON2ID) ? argon2.matches(password, hash) : bcrypt.matches(password, hash);
    }

    @Override
    public boolean isOutdated(String hash) {
        return !hash.startsWith(ARGON2ID) || argon2.upgradeEncoding(hash);
    }
}
