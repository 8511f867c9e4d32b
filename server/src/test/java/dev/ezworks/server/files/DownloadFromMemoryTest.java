package dev.ezworks.server.files;

import dev.ezworks.server.testing.RunningServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class DownloadFromMemoryTest implements DownloadContract {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.inMemory();

    @Override
    public RunningServer server() {
        return SERVER;
    }
}
