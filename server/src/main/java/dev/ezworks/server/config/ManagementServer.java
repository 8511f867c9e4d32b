package dev.ezworks.server.config;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.server.reactive.HttpHandler;

/** Puts the actuator on an address of its own. There before the server itself is, and until after it has gone. */
final class ManagementServer implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ManagementServer.class);

    private final NettyReactiveWebServerFactory factory;
    private final HttpHandler actuator;
    private final ListenAddress address;
    private @Nullable WebServer running;

    /** @param actuator answers the actuator's paths and no others */
    ManagementServer(NettyReactiveWebServerFactory factory, ListenAddress address, HttpHandler actuator) {
        this.factory = factory;
        this.address = address;
        this.actuator = actuator;
    }

    @Override
    public synchronized void start() {
        WebServer server = factory.getWebServer(actuator);
        server.start();
        running = server;
        log.info("health and metrics are on http://{}:{}/actuator", address.inUrl(), server.getPort());
    }

    @Override
    public synchronized void stop() {
        if (running != null) {
            running.stop();
            running = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }

    /** The port it listens on; -1 if it does not run. */
    synchronized int port() {
        return running == null ? -1 : running.getPort();
    }

    @Override
    public int getPhase() {
        return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1;
    }
}
