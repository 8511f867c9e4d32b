package dev.ezworks.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server to talk to and a folder to work in. */
abstract class CommandTest {
    @TempDir
    Path temporary;

    StubServer server;
    Path folder;
    CliRun cli;

    @BeforeEach
    void start() throws IOException {
        server = new StubServer();
        folder = Files.createDirectory(temporary.resolve("work"));
        cli = new CliRun(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }
}
