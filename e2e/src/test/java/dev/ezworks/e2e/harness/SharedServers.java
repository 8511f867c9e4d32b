package dev.ezworks.e2e.harness;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One server per store for all tests that need nothing special of it. They end with the last test, not with the JVM:
 * by then MongoDB may be gone.
 */
final class SharedServers implements BeforeAllCallback {
    private static final Map<StoreKind, Server> RUNNING = new EnumMap<>(StoreKind.class);

    static synchronized Server get(StoreKind kind) {
        Server running = RUNNING.get(kind);
        if (running == null) {
            // Little memory: whatever holds a file whole shows.
            running = Server.start(kind, Map.of(), "-Xmx256m");
            RUNNING.put(kind, running);
        }
        return running;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        AutoCloseable end = SharedServers::closeAll;
        context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedServers.class))
                .computeIfAbsent("end", key -> end, AutoCloseable.class);
    }

    private static synchronized void closeAll() {
        RUNNING.values().forEach(Server::close);
        RUNNING.clear();
    }
}
