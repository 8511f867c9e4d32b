package dev.ezworks.cli.command;

import dev.ezworks.api.FileInfo;
import dev.ezworks.api.Sha256;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.output.FileJsonPrinter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "wait",
        description = {
            "Wait until a file is published, and print its SHA-256.",
            "One that is there already is waited for no longer, unless it is the very one that --newer-than names."
        })
final class WaitCommand implements Callable<ExitCode> {
    private final Environment environment;

    @Mixin
    final OutputOptions output;

    @Mixin
    final ServerOptions server = new ServerOptions();

    @Mixin
    final JsonOption format = new JsonOption();

    @Parameters(paramLabel = "OPS/NAME", description = "The file. For an operator's own OPS/ may be left out.")
    String file = "";

    @Option(
            names = "--newer-than",
            paramLabel = "SHA256",
            description = "Wait for bytes that have another digest than this one; empty: any will do.")
    String known = "";

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "How long to wait for the file in all (default: ${DEFAULT-VALUE}).")
    Duration timeout = Duration.ofMinutes(10);

    WaitCommand(Environment environment) {
        this.environment = environment;
        this.output = new OutputOptions(environment.console());
    }

    @Override
    public ExitCode call() throws InterruptedException {
        long startedAt = System.nanoTime();
        String knownDigest = known.isEmpty() ? "" : digest(known);
        Connection connection = new Connector(environment, server, FileWatch.idleTimeout(timeout)).connect();
        RemoteName name = RemoteName.of(connection, file);
        FileInfo found = new FileWatch(connection.client(), environment.console(), name, knownDigest)
                .await(timeout.minusNanos(System.nanoTime() - startedAt))
                .orElseThrow(() -> new CliException(
                        ExitCode.TIMED_OUT,
                        file + (knownDigest.isEmpty() ? " was not published" : " did not change") + " within "
                                + timeout.toSeconds() + " s",
                        ""));
        if (format.json) {
            new FileJsonPrinter(environment.console()).print(found);
        } else {
            environment.console().data(Sha256.ofHex(found.sha256()).hex());
        }
        return ExitCode.OK;
    }

    private static String digest(String text) {
        try {
            return Sha256.ofHex(text).hex();
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, "--newer-than takes a SHA-256 of 64 hex digits", "");
        }
    }
}
