package dev.ezworks.cli.command;

import dev.ezworks.cli.CliException;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.client.Catalog;
import dev.ezworks.cli.client.EzworksClient;
import dev.ezworks.cli.client.RemoteFile;
import dev.ezworks.cli.client.StreamTarget;
import dev.ezworks.cli.output.FileProgress;
import dev.ezworks.cli.output.TransferReport;
import dev.ezworks.cli.output.TransferResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            "Fetch files, each to the last part of its name; or all that an operator has, with the tree kept.",
            "A file gets its name when it is whole, checked against its digest and on disk. The same command again goes"
                    + " on where it was cut short."
        })
final class DownloadCommand extends ServerCommand {
    private static final String STANDARD_OUTPUT = "-";

    @Mixin
    final JsonOption format = new JsonOption();

    @Mixin
    final TransferOptions transfer = new TransferOptions();

    @Parameters(
            paramLabel = "OPS/NAME",
            arity = "0..*",
            description = "The files. For an operator's own files OPS/ may be left out.")
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

    @Option(
            names = "--all",
            paramLabel = "OPS",
            description = "Mirror all files of this operator: fetch what is new or has changed, and replace it.")
    @Nullable
    String operator;

    @Option(
            names = "--delete",
            fallbackValue = "true",
            description = "With --all and --into: remove what is in DIR but not in the catalog.")
    boolean delete;

    @Option(
            names = {"-n", "--dry-run"},
            fallbackValue = "true",
            description = "With --all: print what would be done, and do nothing.")
    boolean dryRun;

    DownloadCommand(Environment environment) {
        super(environment);
    }

    @Override
    public ExitCode call() throws IOException {
        requireSensibleOptions();
        Connection connection = connector().connect(transfer.retries);
        return operator == null ? fetch(connection) : mirror(connection, operator);
    }

    private void requireSensibleOptions() {
        require(operator == null || files.isEmpty(), "--all and the names of files exclude each other", "");
        require(operator != null || !files.isEmpty(), "nothing to download", "name files, or an operator with --all");
        require(operator != null || !(delete || dryRun), "--delete and --dry-run are for --all", "");
        require(operator == null || target == null, "--all and --output exclude each other", "use --into");
        require(folder == null || !folder.isEmpty(), "--into is empty", "name a folder; . is this one");
        require(!delete || folder != null, "--delete needs the folder to delete in", "name it with --into");
        require(target == null || folder == null, "--output and --into exclude each other", "");
        require(target == null || files.size() == 1, "--output is for a single file", "use --into");
        require(
                !(STANDARD_OUTPUT.equals(target) && format.json),
                "standard output can't take both the file and --json",
                "");
    }

    private static void require(boolean sensible, String reason, String nextStep) {
        if (!sensible) {
            throw new CliException(ExitCode.USAGE, reason, nextStep);
        }
    }

    private ExitCode fetch(Connection connection) throws IOException {
        List<DownloadItem> items = new DownloadPlan(connection, environment, folder, target).items(files);
        EzworksClient client = connection.client().withRateLimit(transfer.rate);
        try (TransferReport report = new TransferReport(environment.console(), format.json, items.size(), -1)) {
            return new Batch(report, transfer.jobs, false)
                    .run(items, (item, progress) -> download(client, item, progress));
        }
    }

    private TransferResult download(EzworksClient client, DownloadItem item, FileProgress progress) throws IOException {
        long startedAt = System.nanoTime();
        Downloader downloader = new Downloader(client, transfer.retries, progress, force);
        RemoteFile file;
        if (STANDARD_OUTPUT.equals(target)) {
            file = downloader.fetch(item, new StreamTarget(environment.console().dataStream()));
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

    private ExitCode mirror(Connection connection, String of) throws IOException {
        Path root = mirrorFolder();
        Catalog catalog = connection.catalogOf(of);
        Mirror mirror = new Mirror(environment, connection.client(), catalog, transfer, root);
        return dryRun ? mirror.preview(delete, format.json) : mirror.run(delete, format.json);
    }

    /** Its real path, so that below it every symbolic link is one that leads elsewhere. */
    private Path mirrorFolder() throws IOException {
        Path given =
                environment.path(folder == null ? "" : folder).toAbsolutePath().normalize();
        if (!dryRun) {
            Files.createDirectories(given);
        }
        Path root = Files.exists(given) ? given.toRealPath() : given;
        require(
                !delete || !(root.getParent() == null || home().startsWith(root)),
                "a mirror in " + root + " would delete everything there",
                "name a folder of its own with --into");
        return root;
    }

    /** The user's home folder as {@link #mirrorFolder} would name it. */
    private Path home() throws IOException {
        Path home = UserFolder.home(environment).toAbsolutePath().normalize();
        return Files.exists(home) ? home.toRealPath() : home;
    }
}
