package dev.ezworks.server.maintenance;

import dev.ezworks.server.MutableClock;

class InMemoryScrubStoreTest implements ScrubStoreContract {
    private final MutableClock clock = new MutableClock();
    private final ScrubStore testee = new InMemoryScrubStore(clock);

    @Override
    public ScrubStore testee() {
        return testee;
    }

    @Override
    public MutableClock clock() {
        return clock;
    }
}
