package dev.ezworks.server.content;

import dev.ezworks.server.MutableClock;

class InMemoryContentStoreTest implements ContentStoreContract {
    private final MutableClock clock = new MutableClock();
    private final InMemoryContentStore testee = new InMemoryContentStore(clock);

    @Override
    public ContentStore testee() {
        return testee;
    }

    @Override
    public MutableClock clock() {
        return clock;
    }
}
