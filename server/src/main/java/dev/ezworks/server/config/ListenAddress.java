package dev.ezworks.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/**
 * Where the server listens.
 *
 * @param host a name or an address
 */
record ListenAddress(String host) {
    private static final String PROPERTY = "server.address";
    private static final String LOOPBACK = "127.0.0.1";

    static ListenAddress of(Environment environment) {
        return new ListenAddress(environment.getProperty(PROPERTY, LOOPBACK));
    }

    /**
     * Brings back the default where the setting is there but empty, as a compose file makes it of a variable that is not
     * set: Spring would listen on every address.
     */
    static void replaceIfBlank(ConfigurableEnvironment environment) {
        if (of(environment).host().isBlank()) {
            environment
                    .getPropertySources()
                    .addFirst(new MapPropertySource("address", Map.<String, Object>of(PROPERTY, LOOPBACK)));
        }
    }

    /** Whether only this machine can reach it. */
    boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** As it stands in a URL. */
    String inUrl() {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
