package dev.ezworks.e2e.harness;

/** The stores that the product has. Each must look the same from outside. */
public enum StoreKind {
    LOCAL,
    MONGO;

    /** A new, empty store. Skips the test where there is no MongoDB. */
    public TestStore create() {
        return this == LOCAL ? new LocalTestStore() : new MongoTestStore();
    }
}
