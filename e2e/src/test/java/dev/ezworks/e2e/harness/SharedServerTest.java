package dev.ezworks.e2e.harness;

/** A test class that shares a server with others: every test makes accounts of its own. */
@OnBothStores
public abstract class SharedServerTest {
    protected final Server server;
    protected final Api api;

    protected SharedServerTest(StoreKind store) {
        this.server = SharedServers.get(store);
        this.api = server.api();
    }
}
