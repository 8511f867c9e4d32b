package dev.ezworks.cli.command;

import dev.ezworks.cli.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        description = {
            "Run the server, until it is interrupted.",
            "Without MONGO_CONNECTION_STRING (environment or .env) it keeps everything in the data folder. What is not"
                    + " given here is left to the server's own settings."
        })
final class ServeCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    final OutputOptions output;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "The address to listen on (default: 127.0.0.1).")
    @Nullable
    String host;

    @Option(names = "--port", paramLabel = "PORT", description = "The port to listen on (default: 5000).")
    @Nullable
    Integer port;

    @Option(names = "--data", paramLabel = "DIR", description = "The folder of the local store (default: ./data).")
    @Nullable
    Path data;

    ServeCommand(Environment environment) {
        this.environment = environment;
        this.output = new OutputOptions(environment.console());
    }

    /** The launcher serves by itself what it understands; this is for the rest, and passes signals on. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        Process server = new ProcessBuilder(Launcher.of(environment).serve(host, port, data))
                .directory(environment.workingFolder().toFile())
                .inheritIO()
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop-server"));
        return server.waitFor();
    }

    private static void stop(Process server) {
        server.destroy();
        server.onExit().join();
    }
}
