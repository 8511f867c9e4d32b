package dev.ezworks.cli.command;

import dev.ezworks.api.Role;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.client.EzworksClient;
import dev.ezworks.cli.client.ResumableUploader;
import dev.ezworks.cli.client.StreamUploader;
import dev.ezworks.cli.client.UploadJournal;
import dev.ezworks.cli.manifest.Manifest;
import dev.ezworks.cli.manifest.ManifestFile;
import dev.ezworks.cli.manifest.ManifestTarget;
import dev.ezworks.cli.output.TransferReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "upload",
        description = {
            "Publish files, each under the last part of its path; with -r folders, with their tree.",
            "A name that exists gets a new version. Nothing is published but the very bytes that were read: the server"
                    + " compares their digest first, and a file that changes under way is an error."
        })
final class UploadCommand extends ServerCommand {
    @Mixin
    final JsonOption format = new JsonOption();

    @Mixin
    final TransferOptions transfer = new TransferOptions();

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "The files, or with -r folders; - is standard input, and needs --as.")
    List<String> files = List.of();

    @Option(names = "--as", paramLabel = "NAME", description = "The name to publish a single file under.")
    @Nullable
    String as;

    @Option(names = "--to", paramLabel = "PREFIX/", description = "Put this in front of every name.")
    String prefix = "";

    @Option(
            names = {"-r", "--recursive"},
            fallbackValue = "true",
            description = "Upload folders: DIR as DIR/…, DIR/ as what is in it.")
    boolean recursive;

    @Option(
            names = "--follow",
            fallbackValue = "true",
            description = "Upload what symbolic links point to; they are skipped otherwise.")
    boolean follow;

    @Option(
            names = "--files-from",
            paramLabel = "LIST",
            description = "Upload the files that LIST names, a path a line; # starts a comment; - is standard input.")
    @Nullable
    String list;

    @Option(
            names = "--files-from0",
            paramLabel = "LIST",
            description = "The same with paths that end with a NUL character, as from: find -print0")
    @Nullable
    String nulSeparatedList;

    @Option(
            names = "--manifest",
            paramLabel = "FILE",
            description = "Note in FILE what becomes of each file, and leave alone what it says is done.")
    @Nullable
    Path manifest;

    @Option(
            names = "--if-changed",
            fallbackValue = "true",
            description = "Leave alone what the catalog has with the same bytes.")
    boolean ifChanged;

    @Option(
            names = "--no-replace",
            fallbackValue = "true",
            description = "Fail for a name that exists already with other bytes.")
    boolean noReplace;

    @Option(
            names = {"-n", "--dry-run"},
            fallbackValue = "true",
            description = "Say what would be uploaded, and do nothing.")
    boolean dryRun;

    UploadCommand(Environment environment) {
        super(environment);
    }

    @Override
    public ExitCode call() throws IOException {
        requireSensibleOptions();
        List<UploadItem> items = plan();
        Connection connection = connector().connect(transfer.retries);
        connection.require(Role.OPS);
        try (Manifest noted = openManifest(connection);
                UploadJournal journal = journal(connection);
                TransferReport report =
                        new TransferReport(environment.console(), format.json, items.size(), totalBytes(items))) {
            return new Batch(report, transfer.jobs, isBatch())
                    .run(items, transfer(connection.client(), noted, journal));
        }
    }

    private void requireSensibleOptions() {
        if (files.isEmpty() && !isList()) {
            throw usage("nothing is named to be uploaded", "give FILE, or a list with --files-from");
        }
        if (!prefix.isEmpty() && !prefix.endsWith("/")) {
            throw usage("the prefix of --to ends with /", "");
        }
        if (ifChanged && noReplace) {
            throw usage("--if-changed and --no-replace exclude each other", "");
        }
        long readers = files.stream().filter("-"::equals).count()
                + ("-".equals(list) ? 1 : 0)
                + ("-".equals(nulSeparatedList) ? 1 : 0);
        if (readers > 1) {
            throw usage("standard input can be read once only", "");
        }
    }

    private boolean isList() {
        return list != null || nulSeparatedList != null;
    }

    /** Whether any number of files was asked for. */
    private boolean isBatch() {
        return recursive || isList();
    }

    private List<UploadItem> plan() throws IOException {
        Path leftOut = environment.path(manifest == null ? "" : manifest.toString());
        UploadPlan plan = new UploadPlan(environment, new UploadRules(prefix, recursive, follow, leftOut), as);
        plan.addArguments(files);
        FileList lists = new FileList(environment);
        if (list != null) {
            plan.addListed(lists.lines(list));
        }
        if (nulSeparatedList != null) {
            plan.addListed(lists.nulSeparated(nulSeparatedList));
        }
        return plan.items();
    }

    private static long totalBytes(List<UploadItem> items) {
        boolean known = items.stream().allMatch(item -> item.size() >= 0);
        return known ? items.stream().mapToLong(UploadItem::size).sum() : -1;
    }

    private Manifest openManifest(Connection connection) throws IOException {
        if (manifest == null) {
            return Manifest.NONE;
        }
        Path file = environment.path(manifest.toString());
        if (dryRun && !Files.exists(file)) {
            return Manifest.NONE;
        }
        return ManifestFile.open(file, new ManifestTarget(connection.server().toString(), connection.username()));
    }

    private Batch.Transfer<UploadItem> transfer(EzworksClient connected, Manifest noted, UploadJournal journal) {
        EzworksClient client = connected.withRateLimit(transfer.rate);
        UploadPolicy policy = new UploadPolicy(client, transfer.retries, replacing(), noted);
        return dryRun
                ? new UploadRehearsal(policy)
                : new UploadTransfer(
                        client,
                        new ResumableUploader(client, transfer.retries, journal),
                        new StreamUploader(client, transfer.retries),
                        transfer.retries,
                        policy,
                        noted,
                        environment.input());
    }

    private UploadJournal journal(Connection connection) {
        return new UploadJournal(
                UserFolder.STATE.of(environment).resolve("uploads"),
                connection.server(),
                connection.username(),
                environment.clock());
    }

    private Replacing replacing() {
        if (noReplace) {
            return Replacing.NEVER;
        }
        return ifChanged ? Replacing.IF_CHANGED : Replacing.ALWAYS;
    }

    private static CliException usage(String reason, String nextStep) {
        return new CliException(ExitCode.USAGE, reason, nextStep);
    }
}
