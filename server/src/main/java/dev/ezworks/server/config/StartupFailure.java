package dev.ezworks.server.config;

import dev.ezworks.server.content.StoreUnavailableException;
import dev.ezworks.server.maintenance.ScrubTakenOverException;
import dev.ezworks.server.storage.local.LocalStoreException;
import dev.ezworks.server.storage.mongo.MongoStoreException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.web.server.PortInUseException;
import reactor.netty.ChannelBindException;

/** Why the server could not start, in one line that says what to do. */
final class StartupFailure {
    private StartupFailure() {}

    /** Looks through the causes for one that says what to mend. */
    static String explain(Throwable failure) {
        return "cannot start: " + reason(failure);
    }

    /** The same without saying what was to be started. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        Optional<String> known = known(cause);
        while (known.isEmpty() && cause.getCause() != null) {
            cause = cause.getCause();
            known = known(cause);
        }
        return known.orElse(cause.toString()).replaceAll("\\s+", " ").strip();
    }

    private static Optional<String> known(Throwable cause) {
        if (cause instanceof StartupException
                || cause instanceof LocalStoreException
                || cause instanceof MongoStoreException
                || cause instanceof StoreUnavailableException
                || cause instanceof ScrubTakenOverException) {
            return Optional.ofNullable(cause.getMessage());
        }
        if (cause instanceof PortInUseException taken) {
            return Optional.of("port " + taken.getPort()
                    + " is taken; stop what uses it or choose another with SERVER_PORT or --port");
        }
        if (cause instanceof ChannelBindException || cause instanceof UnknownHostException) {
            return Optional.of("the address cannot be listened on; set SERVER_ADDRESS to an address of this machine");
        }
        if (cause instanceof BindException setting) {
            ConfigurationProperty property = setting.getProperty();
            return Optional.of(wrong(setting.getName().toString(), property == null ? null : property.getValue()));
        }
        if (cause instanceof InvalidConfigurationPropertyValueException setting) {
            return Optional.of(wrong(setting.getName(), setting.getValue()));
        }
        return Optional.empty();
    }

    private static String wrong(String name, @Nullable Object value) {
        String variable = name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        return "the setting " + variable + " cannot be '" + value + "'; mend or remove it";
    }
}
