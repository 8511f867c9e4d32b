package dev.ezworks.server.config;

import dev.ezworks.server.transfers.ActiveTransfers;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;

/**
 * Ends the transfers that are still running when the time for a graceful shutdown is up, so that uploads clean up after
 * themselves while the store is still there, and everybody is told before the web server closes the connections.
 */
final class TransfersShutdown implements SmartLifecycle {
    /** How long transfers have to end. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(TransfersShutdown.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final ActiveTransfers transfers;
    private final RunningRequests requests;
    private volatile boolean running;

    TransfersShutdown(ActiveTransfers transfers, RunningRequests requests) {
        this.transfers = transfers;
        this.requests = requests;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop(Runnable callback) {
        int left = transfers.all().size();
        if (left > 0) {
            log.warn("ending {} transfers that are still running", left);
        }
        transfers.endAll();
        Flux.interval(Duration.ZERO, LOOK_EVERY)
                .takeUntil(tick -> transfers.all().isEmpty() && requests.areAnswered())
                .take(PATIENCE)
                .doFinally(signal -> {
                    running = false;
                    callback.run();
                })
                .subscribe();
    }

    @Override
    public void stop() {
        transfers.endAll();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the web server's grace, before the web server itself. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE - 1;
    }
}
