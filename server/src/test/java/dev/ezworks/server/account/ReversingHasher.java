package dev.ezworks.server.account;

import java.util.concurrent.atomic.AtomicInteger;

/** A hasher that takes no time: the password backwards, after a mark. Counts what it is asked. */
public final class ReversingHasher implements PasswordHasher {
    private static final String CURRENT = "new:";
    private static final String OUTDATED = "old:";

    private final AtomicInteger hashed = new AtomicInteger();
    private final AtomicInteger matched = new AtomicInteger();

    /** A hash that matches the password and should be upgraded. */
    public static String outdated(String password) {
        return OUTDATED + reverse(password);
    }

    @Override
    public String hash(String password) {
        hashed.incrementAndGet();
        return CURRENT + reverse(password);
    }

    @Override
    public boolean matches(String password, String hash) {
        matched.incrementAndGet();
        return hash.equals(CURRENT + reverse(password)) || hash.equals(OUTDATED + reverse(password));
    }

    @Override
    public boolean isOutdated(String hash) {
        return hash.startsWith(OUTDATED);
    }

    /** How many times a password was hashed or compared, each of which takes the real one the same time. */
    public int computations() {
        return hashed.get() + matched.get();
    }

    private static String reverse(String password) {
        return new StringBuilder(password).reverse().toString();
    }
}
