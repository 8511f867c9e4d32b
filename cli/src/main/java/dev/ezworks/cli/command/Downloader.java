package dev.ezworks.cli.command;

import dev.ezworks.api.FileName;
import dev.ezworks.api.ProblemCode;
import dev.ezworks.api.Sha256;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.client.DownloadSink;
import dev.ezworks.cli.client.EzworksClient;
import dev.ezworks.cli.client.FileSource;
import dev.ezworks.cli.client.PartialFile;
import dev.ezworks.cli.client.RemoteFile;
import dev.ezworks.cli.client.ServerProblemException;
import dev.ezworks.cli.client.TransferListener;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Fetches one file, and does no harm to what is at its target. */
final class Downloader {
    private final EzworksClient client;
    private final TransferListener listener;
    private final boolean replace;

    /** @param replace whether a file with other bytes may be replaced */
    Downloader(EzworksClient client, TransferListener listener, boolean replace) {
        this.client = client;
        this.listener = listener;
        this.replace = replace;
    }

    /**
     * The file, if the target has its very bytes already.
     *
     * @throws CliException if something is there that must not be replaced
     */
    Optional<RemoteFile> present(DownloadItem item) throws IOException {
        Path target = item.target();
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
            String what = Files.isSymbolicLink(target) ? "a symbolic link" : "not a regular file";
            throw new CliException(
                    ExitCode.ERROR, item.shownTarget() + " is " + what, "choose another place with --output");
        }
        RemoteFile file = withName(item, name -> client.find(item.remote().catalog(), name));
        if (Files.size(target) == file.size() && digest(target).equals(file.sha256())) {
            return Optional.of(file);
        }
        if (!replace) {
            throw exists(item);
        }
        return Optional.empty();
    }

    private static Sha256 digest(Path file) throws IOException {
        try (FileSource source = FileSource.open(file)) {
            return source.sentDigest();
        }
    }

    private static CliException exists(DownloadItem item) {
        return new CliException(
                ExitCode.ERROR, item.shownTarget() + " exists and has other bytes", "--force replaces it");
    }

    /** Fetches the file to its target, which is what it was until the new bytes are whole and on disk. */
    RemoteFile fetchToTarget(DownloadItem item) throws IOException {
        Path target = item.target().toAbsolutePath();
        Path folder = target.getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        try (PartialFile partial = PartialFile.create(target)) {
            RemoteFile file = fetch(item, partial);
            try {
                partial.publish(replace);
            } catch (FileAlreadyExistsException e) {
                throw exists(item);
            }
            return file;
        }
    }

    /** Fetches the file into a channel. */
    RemoteFile fetch(DownloadItem item, WritableByteChannel channel) {
        return withName(item, name -> {
            try (DownloadSink sink = new DownloadSink(channel, listener)) {
                return client.download(item.remote().catalog(), name, sink);
            }
        });
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
