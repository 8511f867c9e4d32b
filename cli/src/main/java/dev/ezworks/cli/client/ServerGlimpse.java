package dev.ezworks.cli.client;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of a server without a login.
 *
 * @param version of the API's description
 * @param took how long the answer took
 * @param clock the server's time; null if it did not say
 * @param certificateEnd when the first of its certificates ends; null without TLS
 */
public record ServerGlimpse(
        String version,
        Duration took,
        @Nullable Instant clock,
        @Nullable Instant certificateEnd) {
    static Optional<Instant> date(String field) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(field, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static Optional<Instant> certificateEnd(SSLSession session) {
        Instant first = null;
        try {
            for (Certificate certificate : session.getPeerCertificates()) {
                if (certificate instanceof X509Certificate x509) {
                    Instant end = x509.getNotAfter().toInstant();
                    first = first == null || end.isBefore(first) ? end : first;
                }
            }
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
        return Optional.ofNullable(first);
    }
}
