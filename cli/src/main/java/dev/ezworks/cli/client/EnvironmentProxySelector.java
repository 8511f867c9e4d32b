package dev.ezworks.cli.client;

import dev.ezworks.cli.CliException;
import dev.ezworks.cli.ExitCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The proxy that {@code http_proxy}, {@code https_proxy}, {@code all_proxy} and {@code no_proxy} name, as curl and Go
 * read them. {@code HTTP_PROXY} in capitals is not read: in a CGI script it is what a request's {@code Proxy} header
 * says. This machine is always reached without a proxy. A value may hold a password, and is never told of.
 */
public final class EnvironmentProxySelector extends ProxySelector {
    private static final int DEFAULT_PORT = 1080;

    private final Map<String, String> variables;

    private record Setting(String variable, String value) {}

    public EnvironmentProxySelector(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /** @throws CliException if the variable that counts does not hold an address */
    @Override
    public List<Proxy> select(URI uri) {
        ServerUrl target = ServerUrl.parse(uri.getScheme() + "://" + uri.getRawAuthority());
        Setting proxy = target.loopback() || exempt(target) ? null : proxyFor(target);
        return List.of(proxy == null ? Proxy.NO_PROXY : parse(proxy));
    }

    private @Nullable Setting proxyFor(ServerUrl target) {
        return target.encrypted()
                ? first("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
                : first("http_proxy", "all_proxy", "ALL_PROXY");
    }

    private @Nullable Setting first(String... names) {
        for (String name : names) {
            String value = variables.get(name);
            if (value != null && !value.isBlank()) {
                return new Setting(name, value.strip());
            }
        }
        return null;
    }

    private boolean exempt(ServerUrl target) {
        Setting exceptions = first("no_proxy", "NO_PROXY");
        if (exceptions == null) {
            return false;
        }
        for (String exception : exceptions.value().toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
            if (matches(exception, target)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String exception, ServerUrl target) {
        if (exception.equals("*")) {
            return true;
        }
        String domain = exception.startsWith(".") ? exception.substring(1) : exception;
        if (domain.isEmpty()) {
            return false;
        }
        return target.host().equals(domain)
                || (target.host() + ":" + target.port()).equals(domain)
                || target.host().endsWith("." + domain);
    }

    private static Proxy parse(Setting proxy) {
        try {
            URI uri = URI.create(proxy.value().contains("://") ? proxy.value() : "http://" + proxy.value());
            if (uri.getHost() != null) {
                int port = uri.getPort() > 0 ? uri.getPort() : DEFAULT_PORT;
                return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(uri.getHost(), port));
            }
        } catch (IllegalArgumentException e) {
            // Its message quotes the value.
        }
        throw new CliException(
                ExitCode.USAGE,
                proxy.variable() + " does not hold the address of a proxy",
                "it is to be as in http://proxy.example.org:3128");
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException error) {
        // The failed request itself is what the user is told about.
    }
}
