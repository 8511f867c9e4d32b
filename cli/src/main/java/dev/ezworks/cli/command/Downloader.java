package dev.ezworks.cli.command;

import dev.ezworks.api.FileName;
import dev.ezworks.api.ProblemCode;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.client.DigestMismatchException;
import dev.ezworks.cli.client.DownloadSink;
import dev.ezworks.cli.client.DownloadTarget;
import dev.ezworks.cli.client.EzworksClient;
import dev.ezworks.cli.client.FileDigest;
import dev.ezworks.cli.client.PartialFile;
import dev.ezworks.cli.client.RemoteFile;
import dev.ezworks.cli.client.Retries;
import dev.ezworks.cli.client.ServerProblemException;
import dev.ezworks.cli.client.TransferListener;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.Optional;
import java.util.function.Function;

/** Fetches one file, and does no harm to what is at its target. */
final class Downloader {
    private final EzworksClient client;
    private final Retries retries;
    private final TransferListener listener;
    private final boolean replace;

    /** @param replace whether a file with other bytes may be replaced */
    Downloader(EzworksClient client, Retries retries, TransferListener listener, boolean replace) {
        this.client = client;
        this.retries = retries;
        this.listener = listener;
        this.replace = replace;
    }

    /**
     * The file, if the target has its very bytes already.
     *
     * @throws CliException if something is there that must not be replaced
     */
    Optional<RemoteFile> present(DownloadItem item) throws IOException {
        if (!somethingIsAt(item)) {
            return Optional.empty();
        }
        RemoteFile file = retries.run(
                () -> withName(item, name -> client.find(item.remote().catalog(), name)), listener);
        if (Files.size(item.target()) == file.size()
                && FileDigest.of(item.target()).equals(file.sha256())) {
            return Optional.of(file);
        }
        if (!replace) {
            throw exists(item);
        }
        return Optional.empty();
    }

    /**
     * Whether there is a file at the target.
     *
     * @throws CliException if there is something else, or the way there leads out of the item's tree
     */
    static boolean somethingIsAt(DownloadItem item) {
        item.tree().requireInside(item.target());
        if (!Files.exists(item.target(), LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (!Files.isRegularFile(item.target(), LinkOption.NOFOLLOW_LINKS)) {
            String what = Files.isSymbolicLink(item.target()) ? "a symbolic link" : "not a regular file";
            throw new CliException(
                    ExitCode.ERROR,
                    item.shownTarget() + " is " + what,
                    "move it out of the way, or choose another place");
        }
        return true;
    }

    private static CliException exists(DownloadItem item) {
        return new CliException(
                ExitCode.ERROR, item.shownTarget() + " exists and has other bytes", "--force replaces it");
    }

    /**
     * Fetches the file to its target, which is what it was until the new bytes are whole and on disk. Goes on where an
     * earlier download to this target was cut short.
     */
    RemoteFile fetchToTarget(DownloadItem item) throws IOException {
        item.tree().createFoldersFor(item.target());
        try (PartialFile partial = PartialFile.open(item.target())) {
            RemoteFile file = fetchWhole(item, partial);
            try {
                partial.publish(replace);
            } catch (FileAlreadyExistsException e) {
                throw exists(item);
            }
            return file;
        }
    }

    /** What a crash of the whole system has left need not be what was written: then once more from the first byte. */
    private RemoteFile fetchWhole(DownloadItem item, PartialFile partial) throws IOException {
        boolean continued = partial.length() > 0;
        try {
            return fetch(item, partial);
        } catch (DigestMismatchException e) {
            partial.discard();
            if (!continued) {
                throw e;
            }
        }
        try {
            return fetch(item, partial);
        } catch (DigestMismatchException e) {
            partial.discard();
            throw e;
        }
    }

    /** Fetches what the target does not have yet. */
    RemoteFile fetch(DownloadItem item, DownloadTarget target) throws IOException {
        try (DownloadSink sink = DownloadSink.open(target, listener)) {
            return retries.run(
                    () -> withName(item, name -> client.download(item.remote().catalog(), name, sink)),
                    sink::reached,
                    listener);
        }
    }

    private static RemoteFile withName(DownloadItem item, Function<FileName, RemoteFile> call) {
        FileName other = item.remote().otherName();
        try {
            return call.apply(item.remote().name());
        } catch (ServerProblemException e) {
            if (other == null || !isMissing(e)) {
                throw e;
            }
            return call.apply(other);
        }
    }

    /** The answer to HEAD has no body that says more than the status. */
    private static boolean isMissing(ServerProblemException e) {
        return e.problem().status() == ProblemCode.NO_SUCH_FILE.status();
    }
}
