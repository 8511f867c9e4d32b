package dev.ezworks.cli.command;

import dev.ezworks.cli.CliException;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.client.Catalog;
import dev.ezworks.cli.client.CatalogFile;
import dev.ezworks.cli.client.CatalogListing;
import dev.ezworks.cli.client.DigestCache;
import dev.ezworks.cli.client.EzworksClient;
import dev.ezworks.cli.client.LocalName;
import dev.ezworks.cli.client.RemoteFile;
import dev.ezworks.cli.output.FileProgress;
import dev.ezworks.cli.output.TransferReport;
import dev.ezworks.cli.output.TransferResult;
import dev.ezworks.cli.output.TransferResult.Plan;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes a folder what a catalog is: fetches what is new or has changed, by digest, and may remove what is gone. */
final class Mirror {
    private static final boolean WINDOWS = File.separatorChar == '\\';

    private final Environment environment;
    private final EzworksClient client;
    private final Catalog catalog;
    private final TransferOptions options;
    private final Path root;
    private final LocalTree tree;
    private final DigestCache digests;

    /** @param root the folder's real path, if it exists */
    Mirror(Environment environment, EzworksClient client, Catalog catalog, TransferOptions options, Path root) {
        this.environment = environment;
        this.client = client.withRateLimit(options.rate);
        this.catalog = catalog;
        this.options = options;
        this.root = root;
        this.tree = new LocalTree(root, environment);
        this.digests = DigestCache.open(root, UserFolder.CACHE.of(environment), environment.clock());
    }

    /**
     * Brings the folder up to date.
     *
     * @param delete whether files that are not in the catalog are removed
     * @param json whether the report is for a program
     */
    ExitCode run(boolean delete, boolean json) throws IOException {
        return run(delete, json, this::remove, this::update);
    }

    /** Says what {@link #run} would do, and does nothing. */
    ExitCode preview(boolean delete, boolean json) throws IOException {
        return run(
                delete,
                json,
                (goneFiles, gone) -> TransferResult.planned(Plan.DELETE, gone.shown(), 0, ""),
                this::planUpdate);
    }

    /** What is done with a file that is no longer in the catalog. */
    @FunctionalInterface
    private interface Removal {
        TransferResult run(GoneFiles goneFiles, Leftover.Gone gone) throws IOException;
    }

    private ExitCode run(boolean delete, boolean json, Removal removal, Batch.Transfer<MirrorItem> update)
            throws IOException {
        List<MirrorItem> files = files();
        GoneFiles goneFiles = goneFiles(files);
        List<Leftover> leftovers = delete && Files.isDirectory(root) ? goneFiles.find() : List.of();
        try (TransferReport report =
                new TransferReport(environment.console(), json, files.size() + leftovers.size(), totalBytes(files))) {
            Batch batch = new Batch(report, options.jobs, true);
            // First, as a folder may have become a file.
            batch.run(leftovers, (item, progress) -> removal.run(goneFiles, gone(item)));
            return batch.run(files, update);
        } finally {
            digests.save();
        }
    }

    private List<MirrorItem> files() throws IOException {
        return new CatalogListing(client, catalog, options.retries)
                .read().stream().map(MirrorItem::new).toList();
    }

    private GoneFiles goneFiles(List<MirrorItem> files) {
        Set<Path> kept = new HashSet<>();
        for (MirrorItem item : files) {
            try {
                kept.add(target(item.file()));
            } catch (IllegalArgumentException e) {
                // There can't be such a file here.
            }
        }
        return new GoneFiles(root, kept);
    }

    private Path target(CatalogFile file) {
        return root.resolve(LocalName.path(file.name(), WINDOWS));
    }

    private static long totalBytes(List<MirrorItem> files) {
        return files.stream().mapToLong(MirrorItem::size).sum();
    }

    private TransferResult remove(GoneFiles goneFiles, Leftover.Gone item) throws IOException {
        return goneFiles.remove(item, tree)
                ? TransferResult.deleted(item.shown())
                : TransferResult.skipped(item.shown(), "another process is downloading it");
    }

    private static Leftover.Gone gone(Leftover item) throws IOException {
        if (item instanceof Leftover.Unseen unseen) {
            throw unseen.why();
        }
        return (Leftover.Gone) item;
    }

    private TransferResult update(MirrorItem item, FileProgress progress) throws IOException {
        long startedAt = System.nanoTime();
        DownloadItem download = download(item.file());
        if (isUpToDate(item.file(), download, progress)) {
            return unchanged(item);
        }
        RemoteFile file = new Downloader(client, options.retries, progress, true).fetchToTarget(download);
        return TransferResult.downloaded(
                item.shown(), file.size(), file.sha256().hex(), Duration.ofNanos(System.nanoTime() - startedAt));
    }

    private TransferResult planUpdate(MirrorItem item, FileProgress progress) throws IOException {
        return isUpToDate(item.file(), download(item.file()), progress)
                ? unchanged(item)
                : TransferResult.planned(Plan.DOWNLOAD, item.shown(), item.size(), "");
    }

    private static TransferResult unchanged(MirrorItem item) {
        return TransferResult.unchanged(
                item.shown(), item.file().content().sha256().hex());
    }

    private DownloadItem download(CatalogFile file) {
        try {
            Path target = target(file);
            RemoteName remote = new RemoteName(file.name().value(), catalog, file.name(), null);
            return new DownloadItem(remote, target, environment.display(target), tree);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.ERROR, String.valueOf(e.getMessage()), "");
        }
    }

    private boolean isUpToDate(CatalogFile file, DownloadItem download, FileProgress progress) throws IOException {
        progress.doing("looking whether it changed");
        boolean upToDate = Downloader.somethingIsAt(download)
                && Files.size(download.target()) == file.content().size()
                && digests.digest(download.target()).equals(file.content().sha256());
        progress.doing("");
        return upToDate;
    }
}
