package dev.ezworks.server.config;

import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvEntry;
import io.github.cdimascio.dotenv.DotenvException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Settings from {@code .env} in the working folder. The real environment wins. */
final class DotenvPropertySource {
    // Only our own settings: a file that lies about must not be able to steer the frameworks.
    private static final Pattern OURS =
            Pattern.compile("MONGO_CONNECTION_STRING|JWT_SECRET|JWT_ALGO|SERVER_PORT|SERVER_ADDRESS|EZWORKS_[A-Z_]+");

    // Spring reads sources whose name ends so as environment variables: EZWORKS_DATA is ezworks.data.
    private static final String NAME = "dotenv-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

    private DotenvPropertySource() {}

    static void addTo(ConfigurableEnvironment environment) {
        Map<String, Object> settings = new LinkedHashMap<>();
        try {
            Dotenv file = Dotenv.configure().ignoreIfMissing().load();
            for (DotenvEntry entry : file.entries(Dotenv.Filter.DECLARED_IN_ENV_FILE)) {
                if (OURS.matcher(entry.getKey()).matches()) {
                    settings.put(entry.getKey(), entry.getValue());
                }
            }
        } catch (DotenvException e) {
            throw new StartupException("the file .env in the working folder cannot be read; mend or remove it", e);
        }
        environment
                .getPropertySources()
                .addAfter(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(NAME, settings));
    }
}
