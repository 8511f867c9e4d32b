package dev.ezworks.server.config;

import dev.ezworks.server.files.FileCatalog;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Answers those who wait for a change of a catalog when the server is asked to end: a graceful shutdown would wait for
 * them in vain.
 */
final class WaitingShutdown implements SmartLifecycle {
    private final FileCatalog catalog;
    private volatile boolean running;

    WaitingShutdown(FileCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        catalog.endWaiting();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the web server's grace begins. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;
    }
}
