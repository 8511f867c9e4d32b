package dev.ezworks.server.config;

import dev.ezworks.server.session.TokenAlgorithm;
import dev.ezworks.server.session.TokenKey;
import java.io.UncheckedIOException;
import org.springframework.core.env.Environment;

/** Which secret and algorithm sign tokens: as set, or on the local store a secret of its own making. */
final class TokenKeyChoice {
    private TokenKeyChoice() {}

    /** The local store's folder must exist. */
    static TokenKey of(EzworksProperties properties, Environment environment) {
        try {
            TokenAlgorithm algorithm = TokenAlgorithm.of(environment.getProperty("JWT_ALGO", "HS256"));
            return TokenKey.of(algorithm, secret(properties, environment));
        } catch (IllegalArgumentException e) {
            throw new StartupException("JWT_ALGO or JWT_SECRET: " + e.getMessage(), e);
        } catch (IllegalStateException | UncheckedIOException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String secret(EzworksProperties properties, Environment environment) {
        String given = environment.getProperty("JWT_SECRET");
        if (given != null) {
            return given;
        }
        if (StoreChoice.mongo(environment).isPresent()) {
            // Several servers share a MongoDB and must accept each other's tokens.
            throw new StartupException("JWT_SECRET is not set, and MongoDB needs one that all servers share;"
                    + " make one with 'openssl rand -hex 32'");
        }
        return JwtSecretFile.readOrCreate(properties.data().toAbsolutePath());
    }
}
