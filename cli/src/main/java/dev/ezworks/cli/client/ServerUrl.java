package dev.ezworks.cli.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A server's address: scheme, host and port, nothing more. Two addresses are equal exactly if a token of one may be
 * sent to the other.
 *
 * @param scheme {@code http} or {@code https}
 * @param host lower case; an IPv6 address in brackets
 * @param port always explicit
 */
public record ServerUrl(String scheme, String host, int port) {
    /** Where a server listens that was started without settings. */
    public static final ServerUrl DEFAULT = new ServerUrl("http", "127.0.0.1", 5000);

    private static final Pattern LOOPBACK_V4 = Pattern.compile("127\\.[0-9]+\\.[0-9]+\\.[0-9]+");
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /**
     * Reads an address such as {@code https://files.example.org} or {@code localhost:5000}; without a scheme it is
     * {@code http}.
     *
     * @throws IllegalArgumentException if it is anything else; the message is ready to show
     */
    public static ServerUrl parse(String text) {
        URI uri = toUri(text.contains("://") ? text : "http://" + text);
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("a server's address starts with http:// or https://");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("a server's address names a host, as in http://127.0.0.1:5000");
        }
        String path = uri.getRawPath();
        if (uri.getRawUserInfo() != null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || !(path.isEmpty() || path.equals("/"))) {
            throw new IllegalArgumentException("a server's address is scheme, host and port only");
        }
        return new ServerUrl(scheme, uri.getHost().toLowerCase(Locale.ROOT), port(uri.getPort(), scheme));
    }

    private static URI toUri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("this is not a server's address", e);
        }
    }

    private static int port(int given, String scheme) {
        if (given > 65535 || given == 0) {
            throw new IllegalArgumentException("a port is a number from 1 to 65535");
        }
        return given > 0 ? given : defaultPort(scheme);
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
    }

    /** Whether the connection is encrypted. */
    public boolean encrypted() {
        return scheme.equals("https");
    }

    /** Whether the server is on this machine, as far as the address tells. */
    public boolean loopback() {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || LOOPBACK_V4.matcher(host).matches()
                || host.equals("[::1]");
    }

    /** Host and port; the port only if it is not the scheme's own. */
    public String authority() {
        return port == defaultPort(scheme) ? host : host + ":" + port;
    }

    /**
     * The address of something on this server.
     *
     * @param pathAndQuery percent-encoded, starting with {@code /}
     */
    public URI resolve(String pathAndQuery) {
        return URI.create(this + pathAndQuery);
    }

    @Override
    public String toString() {
        return scheme + "://" + authority();
    }
}
