package dev.ezworks.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.core.env.Environment;

/**
 * Where the server listens.
 *
 * @param host a name or an address
 */
record ListenAddress(String host) {
    static ListenAddress of(Environment environment) {
        return new ListenAddress(environment.getProperty("server.address", "127.0.0.1"));
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
