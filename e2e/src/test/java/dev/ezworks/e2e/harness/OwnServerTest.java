package dev.ezworks.e2e.harness;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;

/** A test class that needs a server of its own, one for all its tests on a store. */
@OnBothStores
public abstract class OwnServerTest {
    // Of the class that runs now: classes and stores take turns.
    private static @Nullable Server running;

    protected final Server server;

    /**
     * Starts the server, or takes the one that the class has already.
     *
     * @param settings of the server, as environment variables
     */
    protected OwnServerTest(StoreKind store, Map<String, String> settings, String... jvmOptions) {
        this.server = start(store, settings, jvmOptions);
    }

    private static Server start(StoreKind store, Map<String, String> settings, String... jvmOptions) {
        Server server = running;
        if (server == null) {
            server = Server.start(store, settings, jvmOptions);
            running = server;
        }
        return server;
    }

    @AfterParameterizedClassInvocation(injectArguments = false)
    static void stop() {
        Server server = running;
        running = null;
        if (server != null) {
            server.close();
        }
    }
}
