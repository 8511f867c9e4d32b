package dev.ezworks.cli.client;

import java.net.ProxySelector;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a server.
 *
 * @param connectTimeout how long making a connection may take
 * @param idleTimeout how long to wait for an answer, or for the next byte of a transfer
 * @param authorities a PEM file with the only certificates to trust; null: those the JDK trusts
 * @param proxies which proxy to use for which address
 */
public record ConnectionSettings(
        Duration connectTimeout,
        Duration idleTimeout,
        @Nullable Path authorities,
        ProxySelector proxies) {

    ConnectionSettings withIdleTimeout(Duration other) {
        return new ConnectionSettings(connectTimeout, other, authorities, proxies);
    }
}
