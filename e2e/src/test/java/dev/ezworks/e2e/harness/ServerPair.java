package dev.ezworks.e2e.harness;

import dev.ezworks.server.testing.MongodReplicaSet;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Two servers on a replica set of three nodes, all of them there to be hurt. */
public final class ServerPair implements AutoCloseable {
    private static final String[] JVM_OPTIONS = {"-Xmx400m"};

    private final MongodReplicaSet replicaSet = MongodReplicaSet.start();
    // Whoever waits for a frozen primary gives it up soon.
    private final TestStore store = new MongoTestStore(replicaSet.freshDatabase() + "&socketTimeoutMS=6000");
    private final Path temp = Scratch.folder("temp");
    private ServerProcess one = start(Map.of());
    private final ServerProcess other = start(Map.of());
    private Api apiOfOne = new Api(one.url());
    private final Api apiOfOther = new Api(other.url());

    /** A server more, which the caller closes. */
    public ServerProcess start(Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>(store.environment());
        settings.putAll(changes);
        return ServerProcess.start(settings, temp, JVM_OPTIONS);
    }

    public MongodReplicaSet replicaSet() {
        return replicaSet;
    }

    public TestStore store() {
        return store;
    }

    public Api one() {
        return apiOfOne;
    }

    public Api other() {
        return apiOfOther;
    }

    public void killOne() {
        one.kill();
    }

    public void startOne() {
        startOne(Map.of());
    }

    private void startOne(Map<String, String> changes) {
        one = start(changes);
        apiOfOne = new Api(one.url());
    }

    /** Has one server, and only that, sweep once, after all leases and grace times have ended. The other one is gone then. */
    public void sweepOnce() {
        one.kill();
        other.kill();
        store.settle();
        store.letTimePass();
        startOne(Map.of("EZWORKS_SWEEP_INTERVAL", "1h"));
    }

    @Override
    public void close() {
        one.close();
        other.close();
        store.close();
        replicaSet.close();
        Scratch.remove(temp);
    }
}
