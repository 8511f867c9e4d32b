package dev.ezworks.cli.command;

import dev.ezworks.cli.CliException;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.client.RemoteFile;
import dev.ezworks.cli.output.FileProgress;
import dev.ezworks.cli.output.TransferReport;
import dev.ezworks.cli.output.TransferResult;
import java.io.IOException;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "download",
        aliases = "get",
        description = {
            "Fetch files, each to the last part of its name. For an operator's own files OPS/ may be left out.",
            "A file gets its name when it is whole, checked against its digest and on disk."
        })
final class DownloadCommand extends ServerCommand {
    private static final String STANDARD_OUTPUT = "-";

    @Mixin
    final JsonOption format = new JsonOption();

    @Mixin
    final TransferOptions transfer = new TransferOptions();

    @Parameters(paramLabel = "OPS/NAME", arity = "1..*", description = "The files.")
    List<String> files = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "PATH",
            description = "Where to put a single file; - is standard output.")
    @Nullable
    String target;

    @Option(names = "--into", paramLabel = "DIR", description = "The folder to put the files in (default: this one).")
    @Nullable
    String folder;

    @Option(
            names = "--force",
            fallbackValue = "true",
            description = "Replace a file that has other bytes; it is left alone otherwise.")
    boolean force;

    DownloadCommand(Environment environment) {
        super(environment);
    }

    @Override
    public ExitCode call() throws IOException {
        requireSensibleOptions();
        Connection connection = connector().connect();
        List<DownloadItem> items = new DownloadPlan(connection, environment, folder, target).items(files);
        try (TransferReport report = new TransferReport(environment.console(), format.json, items.size(), -1)) {
            return new Batch(report, transfer.jobs, false)
                    .run(items, (item, progress) -> download(connection, item, progress));
        }
    }

    private void requireSensibleOptions() {
        if (target != null && folder != null) {
            throw new CliException(ExitCode.USAGE, "--output and --into exclude each other", "");
        }
        if (target != null && files.size() > 1) {
            throw new CliException(ExitCode.USAGE, "--output is for a single file", "use --into");
        }
        if (STANDARD_OUTPUT.equals(target) && format.json) {
            throw new CliException(ExitCode.USAGE, "standard output can't take both the file and --json", "");
        }
    }

    private TransferResult download(Connection connection, DownloadItem item, FileProgress progress)
            throws IOException {
        long startedAt = System.nanoTime();
        Downloader downloader = new Downloader(connection.client().withRateLimit(transfer.rate), progress, force);
        RemoteFile file;
        if (STANDARD_OUTPUT.equals(target)) {
            file = downloader.fetch(
                    item, Channels.newChannel(environment.console().dataStream()));
        } else {
            Optional<RemoteFile> present = downloader.present(item);
            if (present.isPresent()) {
                return TransferResult.unchanged(
                        item.shown(), present.get().sha256().hex());
            }
            file = downloader.fetchToTarget(item);
        }
        return TransferResult.downloaded(
                item.shown(), file.size(), file.sha256().hex(), Duration.ofNanos(System.nanoTime() - startedAt));
    }
}
