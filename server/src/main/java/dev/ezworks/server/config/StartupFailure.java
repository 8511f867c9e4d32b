package dev.ezworks.server.config;

import dev.ezworks.server.storage.local.LocalStoreException;
import dev.ezworks.server.storage.mongo.MongoStoreException;
import java.net.BindException;
import java.util.Locale;
import java.util.Optional;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.web.server.PortInUseException;

/** Why the server could not start, in one line that says what to do. */
final class StartupFailure {
    private StartupFailure() {}

    /** Looks through the causes for one that says what to mend. */
    static String explain(Throwable failure) {
        Throwable cause = failure;
        Optional<String> known = known(cause);
        while (known.isEmpty() && cause.getCause() != null) {
            cause = cause.getCause();
            known = known(cause);
        }
        return "cannot start: "
                + known.orElse(cause.toString()).replaceAll("\\s+", " ").strip();
    }

    private static Optional<String> known(Throwable cause) {
        if (cause instanceof StartupException
                || cause instanceof LocalStoreException
                || cause instanceof MongoStoreException) {
            return Optional.ofNullable(cause.getMessage());
        }
        if (cause instanceof PortInUseException taken) {
            return Optional.of("port " + taken.getPort()
                    + " is taken; stop what uses it or choose another with SERVER_PORT or --port");
        }
        if (cause instanceof BindException) {
            return Optional.of("the address cannot be bound (" + cause.getMessage()
                    + "); set SERVER_ADDRESS to an address of this machine");
        }
        if (cause instanceof org.springframework.boot.context.properties.bind.BindException setting) {
            return Optional.of(wrong(setting));
        }
        return Optional.empty();
    }

    private static String wrong(org.springframework.boot.context.properties.bind.BindException failure) {
        String variable = failure.getName()
                .toString()
                .toUpperCase(Locale.ROOT)
                .replace('.', '_')
                .replace('-', '_');
        ConfigurationProperty property = failure.getProperty();
        String value = property == null ? "what it is" : "'" + property.getValue() + "'";
        return "the setting " + variable + " cannot be " + value + "; mend or remove it";
    }
}
