package dev.ezworks.server.config;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.server.reactive.HttpHandler;
import reactor.netty.ChannelBindException;

/** Puts the actuator on an address of its own. There before the server itself is, and until after it has gone. */
final class ManagementServer implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ManagementServer.class);

    private final boolean wanted;
    private final NettyReactiveWebServerFactory factory;
    private final HttpHandler actuator;
    private final ListenAddress address;
    private @Nullable WebServer running;

    /**
     * @param wanted whether it is started at all; if not, nothing else matters
     * @param actuator answers the actuator's paths and no others
     */
    ManagementServer(
            boolean wanted, NettyReactiveWebServerFactory factory, ListenAddress address, HttpHandler actuator) {
        this.wanted = wanted;
        this.factory = factory;
        this.address = address;
        this.actuator = actuator;
    }

    @Override
    public synchronized void start() {
        if (!wanted) {
            return;
        }
        WebServer server = factory.getWebServer(actuator);
        try {
            server.start();
        } catch (PortInUseException e) {
            throw new StartupException(
                    "port " + e.getPort()
                            + " is taken; stop what uses it or choose another with EZWORKS_MANAGEMENT_PORT",
                    e);
        } catch (WebServerException | ChannelBindException e) {
            throw new StartupException(
                    "the address for health and metrics cannot be listened on;"
                            + " set EZWORKS_MANAGEMENT_ADDRESS to an address of this machine",
                    e);
        }
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
