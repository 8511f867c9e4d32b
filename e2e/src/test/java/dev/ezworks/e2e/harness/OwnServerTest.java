package dev.ezworks.e2e.harness;

import java.util.Map;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;

/** A test class that needs a server of its own, one for all its tests on a store. */
@OnBothStores
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class OwnServerTest {
    protected final Server server;

    /** @param settings of the server, as environment variables */
    protected OwnServerTest(StoreKind store, Map<String, String> settings, String... jvmOptions) {
        this.server = Server.start(store, settings, jvmOptions);
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
    }
}
