package dev.ezworks.server.config;

import dev.ezworks.server.session.TokenKey;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/** Says in one line that the server is ready, on which address and with which store; and what is unsafe about it. */
final class ReadyAnnouncement implements ApplicationListener<ApplicationReadyEvent> {
    private static final Logger log = LoggerFactory.getLogger(ReadyAnnouncement.class);

    private final String store;
    private final TokenKey key;

    ReadyAnnouncement(String store, TokenKey key) {
        this.store = store;
        this.key = key;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        if (!(event.getApplicationContext() instanceof WebServerApplicationContext context)
                || context.getWebServer() == null) {
            return;
        }
        Environment environment = event.getApplicationContext().getEnvironment();
        String address = environment.getProperty("server.address", "127.0.0.1");
        boolean tls = environment.containsProperty("server.ssl.bundle");
        String host = address.contains(":") ? "[" + address + "]" : address;
        String url = (tls ? "https://" : "http://") + host + ":"
                + context.getWebServer().getPort();
        key.warning().ifPresent(log::warn);
        if (!tls && !isLoopback(address)) {
            log.warn(
                    "passwords and tokens travel in the clear: {} is not a loopback address and TLS is off;"
                            + " set EZWORKS_TLS_CERT and EZWORKS_TLS_KEY, or put a TLS proxy in front",
                    address);
        }
        log.info("ezworks is ready on {}, store {}", url, store);
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
