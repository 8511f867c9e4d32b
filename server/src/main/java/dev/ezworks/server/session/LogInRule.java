package dev.ezworks.server.session;

import java.time.Duration;

/**
 * How logging in works here.
 *
 * @param sessionLifetime how long a session lasts, at least a second
 * @param hideUnknown whether an unknown username is answered like a wrong password
 */
public record LogInRule(Duration sessionLifetime, boolean hideUnknown) {
    /** The lifetime unless it is set. */
    public static final Duration DEFAULT_LIFETIME = Duration.ofDays(365);

    /** @throws IllegalArgumentException if the lifetime is too short; the message says so */
    public LogInRule {
        if (sessionLifetime.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("a session lasts a second at least, not " + sessionLifetime);
        }
    }
}
