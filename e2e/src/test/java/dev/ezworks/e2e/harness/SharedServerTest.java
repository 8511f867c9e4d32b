package dev.ezworks.e2e.harness;

import org.junit.jupiter.api.extension.ExtendWith;

/** A test class that shares a server with others: every test makes accounts of its own. */
@OnBothStores
@ExtendWith(SharedServers.class)
public abstract class SharedServerTest {
    protected final Server server;
    protected final Api api;

    protected SharedServerTest(StoreKind store) {
        this.server = SharedServers.get(store);
        this.api = server.api();
    }
}
