package dev.ezworks.server.uploads;

import dev.ezworks.server.testing.RunningServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class TusInMemoryTest implements TusContract {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.inMemory("ezworks.uploads.max-size", "3MB");

    @Override
    public RunningServer server() {
        return SERVER;
    }
}
