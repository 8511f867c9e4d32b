package dev.ezworks.cli.command;

import dev.ezworks.api.FileInfo;
import dev.ezworks.api.Role;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.client.EzworksClient;
import dev.ezworks.cli.client.FileSource;
import dev.ezworks.cli.client.Precondition;
import dev.ezworks.cli.client.Retries;
import dev.ezworks.cli.client.ServerProblemException;
import dev.ezworks.cli.client.StreamSource;
import dev.ezworks.cli.client.UploadSource;
import dev.ezworks.cli.output.FileProgress;
import dev.ezworks.cli.output.TransferReport;
import dev.ezworks.cli.output.TransferResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "upload",
        description = {
            "Publish files, each under the last part of its path.",
            "A name that exists gets a new version. Nothing is published but the very bytes that were read: the digest"
                    + " goes ahead of them, and a file that changes under way is an error."
        })
final class UploadCommand extends ServerCommand {
    private static final int PRECONDITION_FAILED = 412;

    @Mixin
    final JsonOption format = new JsonOption();

    @Mixin
    final TransferOptions transfer = new TransferOptions();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "The files; - is standard input, and needs --as.")
    List<String> files = List.of();

    @Option(names = "--as", paramLabel = "NAME", description = "The name to publish a single file under.")
    @Nullable
    String as;

    @Option(names = "--to", paramLabel = "PREFIX/", description = "Put this in front of every name.")
    String prefix = "";

    @Option(names = "--no-replace", fallbackValue = "true", description = "Fail if the name exists already.")
    boolean noReplace;

    @Option(
            names = "--follow",
            fallbackValue = "true",
            description = "Upload what symbolic links point to; they are skipped otherwise.")
    boolean follow;

    UploadCommand(Environment environment) {
        super(environment);
    }

    @Override
    public ExitCode call() throws IOException {
        List<UploadItem> items = new UploadPlan(environment, prefix, as).items(files);
        Connection connection = connector().connect();
        connection.require(Role.OPS);
        try (TransferReport report =
                new TransferReport(environment.console(), format.json, items.size(), totalBytes(items))) {
            EzworksClient client = connection.client().withRateLimit(transfer.rate);
            return new Batch(report, transfer.jobs, false)
                    .run(items, (item, progress) -> upload(client, item, progress));
        }
    }

    private long totalBytes(List<UploadItem> items) {
        long total = 0;
        for (UploadItem item : items) {
            if (item.file() == null) {
                return -1;
            }
            total += skipReason(item.file()).isEmpty() ? item.file().toFile().length() : 0;
        }
        return total;
    }

    private TransferResult upload(EzworksClient client, UploadItem item, FileProgress progress) throws IOException {
        Path file = item.file();
        if (file != null) {
            String skip = skipReason(file);
            if (!skip.isEmpty()) {
                return TransferResult.skipped(item.shown(), skip);
            }
            requireFile(item, file);
        }
        long startedAt = System.nanoTime();
        progress.doing("computing its digest");
        try (UploadSource source = file == null ? StreamSource.open(environment.input()) : FileSource.open(file)) {
            progress.doing("");
            FileInfo published = upload(client, item, source, progress);
            return TransferResult.uploaded(
                    published.name(),
                    published.size(),
                    published.sha256(),
                    Duration.ofNanos(System.nanoTime() - startedAt));
        }
    }

    private FileInfo upload(EzworksClient client, UploadItem item, UploadSource source, FileProgress progress)
            throws IOException {
        try {
            Precondition precondition = noReplace ? Precondition.ABSENT : Precondition.NONE;
            Retries retries = source.repeatable() ? transfer.retries : Retries.atMost(0);
            return retries.run(() -> client.upload(item.name(), source, precondition, progress), progress);
        } catch (ServerProblemException e) {
            if (e.problem().status() == PRECONDITION_FAILED && noReplace) {
                throw new CliException(
                        ExitCode.ERROR, item.name() + " exists already", "without --no-replace it gets a new version");
            }
            throw e;
        }
    }

    /** Why a path is not uploaded; empty if it is, or does not exist. */
    private String skipReason(Path file) {
        if (!follow && Files.isSymbolicLink(file)) {
            return "a symbolic link; --follow uploads what it points to";
        }
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            return "not a regular file; its bytes can be piped to: ezworks upload - --as NAME";
        }
        return "";
    }

    private static void requireFile(UploadItem item, Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new CliException(ExitCode.ERROR, item.shown() + " is a folder", "give the files in it");
        }
        if (!Files.exists(file)) {
            throw new NoSuchFileException(item.shown());
        }
    }
}
