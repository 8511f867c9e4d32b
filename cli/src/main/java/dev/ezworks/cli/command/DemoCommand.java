package dev.ezworks.cli.command;

import dev.ezworks.cli.CliException;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "demo",
        description = {
            "Do the whole job once, for real: start a server, publish a file, fetch it, compare the bytes.",
            "Nothing of your settings is used, and nothing is left behind."
        })
final class DemoCommand implements Callable<ExitCode> {
    private static final int SAMPLE_BYTES = 8 * 1024 * 1024;

    private final Environment environment;

    @Mixin
    final OutputOptions output;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The file to hand over (default: 8 MiB of noise).")
    @Nullable
    String file;

    DemoCommand(Environment environment) {
        this.environment = environment;
        this.output = new OutputOptions(environment.console());
    }

    @Override
    public ExitCode call() throws IOException, InterruptedException {
        TemporaryFolder folder = TemporaryFolder.create("ezworks-demo-");
        Path sent = file == null ? sample(folder.path()) : given(file);
        DemoServer server = DemoServer.start(environment, folder.path());
        Thread cleanUp = new Thread(() -> cleanUp(server, folder), "clean-up");
        Runtime.getRuntime().addShutdownHook(cleanUp);
        try {
            environment.console().data("Starting a server at " + server.url() + " with an empty store ...");
            server.awaitReady();
            if (environment.variable("EZWORKS_TRAINING").isPresent()) {
                server.greetInTls();
            }
            return new DemoScript(environment, server.url(), folder.path()).run(sent);
        } finally {
            cleanUp(server, folder);
        }
    }

    private Path given(String name) {
        Path path = environment.path(name);
        if (!Files.isRegularFile(path)) {
            throw new CliException(ExitCode.ERROR, "there is no file " + name, "");
        }
        return path;
    }

    private static Path sample(Path folder) throws IOException {
        byte[] noise = new byte[SAMPLE_BYTES];
        new Random().nextBytes(noise);
        return Files.write(folder.resolve("hello.bin"), noise);
    }

    /** Runs at the end, and in between if the user interrupts; twice does no harm. */
    private static synchronized void cleanUp(DemoServer server, TemporaryFolder folder) {
        server.close();
        try {
            folder.close();
        } catch (IOException e) {
            // It is the system's folder for temporary files: what is left goes with the rest.
        }
    }
}
