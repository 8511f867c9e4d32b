package dev.ezworks.server.config;

import dev.ezworks.server.session.TokenKey;
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
        ListenAddress address = ListenAddress.of(environment);
        boolean tls = environment.containsProperty("server.ssl.bundle");
        String url = (tls ? "https://" : "http://") + address.inUrl() + ":"
                + context.getWebServer().getPort();
        key.warning().ifPresent(log::warn);
        if (!tls && !address.isLoopback()) {
            log.warn(
                    "passwords and tokens travel in the clear: {} is not a loopback address and TLS is off;"
                            + " set EZWORKS_TLS_CERT and EZWORKS_TLS_KEY, or put a TLS proxy in front",
                    address.host());
        }
        log.info("ezworks is ready on {}, store {}", url, store);
    }
}
