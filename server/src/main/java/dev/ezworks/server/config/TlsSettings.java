package dev.ezworks.server.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.core.env.Environment;

/** Turns {@code EZWORKS_TLS_CERT} and {@code EZWORKS_TLS_KEY} into the settings by which Spring Boot does TLS. */
final class TlsSettings {
    private static final String BUNDLE = "ezworks";
    private static final String PEM = "spring.ssl.bundle.pem." + BUNDLE;

    private TlsSettings() {}

    /** The settings; none if TLS is off. */
    static Map<String, Object> of(Environment environment) {
        String cert = environment.getProperty("ezworks.tls.cert", "");
        String key = environment.getProperty("ezworks.tls.key", "");
        if (cert.isEmpty() && key.isEmpty()) {
            return Map.of();
        }
        return Map.of(
                "server.ssl.bundle",
                BUNDLE,
                PEM + ".reload-on-update",
                "true",
                PEM + ".keystore.certificate",
                location("EZWORKS_TLS_CERT", cert, PemContent::getCertificates),
                PEM + ".keystore.private-key",
                location("EZWORKS_TLS_KEY", key, PemContent::getPrivateKey));
    }

    private static String location(String setting, String value, Function<PemContent, @Nullable Object> reading) {
        if (value.isEmpty()) {
            throw new StartupException(setting + " is not set; TLS needs both EZWORKS_TLS_CERT and EZWORKS_TLS_KEY");
        }
        Path file = Path.of(value).toAbsolutePath();
        if (!isPem(file, reading)) {
            throw new StartupException(setting + ": the file " + file
                    + " cannot be read as PEM without a password; give a certificate chain and its private key");
        }
        return "file:" + file;
    }

    private static boolean isPem(Path file, Function<PemContent, @Nullable Object> reading) {
        try {
            return reading.apply(PemContent.load(file)) != null;
        } catch (IOException | RuntimeException e) {
            // Whatever the parser says may quote the file, and the file may be a key.
            return false;
        }
    }
}
