package dev.ezworks.e2e.harness;

import java.util.EnumMap;
import java.util.Map;

/** One server per store for all tests that need nothing special of it. They end with the JVM. */
final class SharedServers {
    private static final Map<StoreKind, Server> RUNNING = new EnumMap<>(StoreKind.class);

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(SharedServers::closeAll, "stop-servers"));
    }

    private SharedServers() {}

    static synchronized Server get(StoreKind kind) {
        Server running = RUNNING.get(kind);
        if (running == null) {
            // Little memory: whatever holds a file whole shows.
            running = Server.start(kind, Map.of(), "-Xmx256m");
            RUNNING.put(kind, running);
        }
        return running;
    }

    private static synchronized void closeAll() {
        RUNNING.values().forEach(Server::close);
    }
}
