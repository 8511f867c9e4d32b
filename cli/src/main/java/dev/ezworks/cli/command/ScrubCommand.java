package dev.ezworks.cli.command;

import dev.ezworks.cli.CliException;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.output.ScrubPrinter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "scrub",
        description = {
            "Read every stored file again and tell which are damaged.",
            "Works on the store of the server's settings (environment or .env): the data folder, while no server uses it;"
                    + " or MongoDB, beside the servers that use it. What is damaged is marked and not given out any more."
        })
final class ScrubCommand implements Callable<ExitCode> {
    private final Environment environment;

    @Mixin
    final OutputOptions output;

    @Mixin
    final JsonOption format = new JsonOption();

    @Option(names = "--data", paramLabel = "DIR", description = "The folder of the local store (default: ./data).")
    @Nullable
    Path data;

    @Option(
            names = "--scrub-rate",
            paramLabel = "SIZE",
            description = "How much is read in a second, as in 200MB; 0: as fast as it goes (default: that for the data"
                    + " folder, 50MB for MongoDB).")
    @Nullable
    String rate;

    ScrubCommand(Environment environment) {
        this.environment = environment;
        this.output = new OutputOptions(environment.console());
    }

    @Override
    public ExitCode call() throws IOException, InterruptedException {
        Process server = start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroy, "stop-scrub"));
        ScrubPrinter printer = new ScrubPrinter(environment.console(), format.json);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                printer.print(line);
            }
        }
        server.waitFor();
        return exitCode(printer);
    }

    private Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Launcher.of(environment).scrub())
                .directory(environment.workingFolder().toFile())
                .redirectError(Redirect.INHERIT);
        if (data != null) {
            builder.environment().put("EZWORKS_DATA", data.toString());
        }
        if (rate != null) {
            builder.environment().put("EZWORKS_SCRUB_RATE", rate);
        }
        return builder.start();
    }

    private static ExitCode exitCode(ScrubPrinter printer) {
        if (!printer.complete()) {
            throw new CliException(
                    ExitCode.ERROR, printer.error().orElse("the scrub ended before everything was checked"), "");
        }
        if (printer.damaged() > 0) {
            return ExitCode.DIGEST_MISMATCH;
        }
        return printer.unchecked() > 0 ? ExitCode.SOME_FAILED : ExitCode.OK;
    }
}
