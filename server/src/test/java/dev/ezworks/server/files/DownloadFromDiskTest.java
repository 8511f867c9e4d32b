package dev.ezworks.server.files;

import dev.ezworks.server.testing.RunningServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class DownloadFromDiskTest implements DownloadContract {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.onDisk();

    @Override
    public RunningServer server() {
        return SERVER;
    }
}
