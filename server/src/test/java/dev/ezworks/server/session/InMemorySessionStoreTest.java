package dev.ezworks.server.session;

class InMemorySessionStoreTest implements SessionStoreContract {
    private final InMemorySessionStore testee = new InMemorySessionStore();

    @Override
    public SessionStore testee() {
        return testee;
    }
}
