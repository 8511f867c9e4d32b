package dev.ezworks.cli.command;

import dev.ezworks.api.FileInfo;
import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.client.EzworksClient;
import dev.ezworks.cli.client.Precondition;
import dev.ezworks.cli.client.Retries;
import dev.ezworks.cli.client.TransferListener;
import dev.ezworks.cli.client.UploadSource;
import dev.ezworks.cli.manifest.Manifest;
import java.io.IOException;
import java.util.Optional;

/** Decides what becomes of a name that may be taken. */
final class UploadPolicy {
    private final EzworksClient client;
    private final Retries retries;
    private final Replacing replacing;
    private final Manifest manifest;

    UploadPolicy(EzworksClient client, Retries retries, Replacing replacing, Manifest manifest) {
        this.client = client;
        this.retries = retries;
        this.replacing = replacing;
        this.manifest = manifest;
    }

    /** @param source is asked for its digest only if it matters: that may take a while */
    UploadDecision decide(FileName name, UploadSource source, TransferListener progress) throws IOException {
        if (isDone(name, source, progress)) {
            return new UploadDecision.Done();
        }
        return switch (replacing) {
            case ALWAYS -> new UploadDecision.Publish(Precondition.NONE);
            case NEVER -> new UploadDecision.Publish(Precondition.ABSENT);
            case IF_CHANGED -> unlessUnchanged(current(name, progress), source, progress);
        };
    }

    private boolean isDone(FileName name, UploadSource source, TransferListener progress) throws IOException {
        return manifest.mayBeDone(name)
                && digest(source, progress)
                        .filter(digest -> manifest.isDone(name, digest))
                        .isPresent();
    }

    /** Only over the version that was looked at: what somebody else publishes meanwhile is not replaced unseen. */
    private static UploadDecision unlessUnchanged(
            Optional<FileInfo> current, UploadSource source, TransferListener progress) throws IOException {
        if (current.isEmpty()) {
            return new UploadDecision.Publish(Precondition.ABSENT);
        }
        FileInfo file = current.get();
        return isSame(file, source, progress)
                ? new UploadDecision.Unchanged(file)
                : new UploadDecision.Publish(Precondition.current(Sha256.ofHex(file.sha256())));
    }

    /**
     * What it means that the name was not in the state that was asked for: that these very bytes are there, whoever
     * published them, or that nothing may be done.
     *
     * @throws CliException if other bytes are there, or none
     */
    FileInfo sameIsThere(FileName name, UploadSource source, TransferListener progress) throws IOException {
        Optional<FileInfo> current = current(name, progress);
        if (current.isEmpty() || !isSame(current.get(), source, progress)) {
            throw refusal(name);
        }
        return current.get();
    }

    /**
     * What would be there if the name had to be free; empty if it is.
     *
     * @throws CliException if other bytes are there
     */
    Optional<FileInfo> inTheWay(FileName name, UploadSource source, TransferListener progress) throws IOException {
        if (replacing != Replacing.NEVER || current(name, progress).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(sameIsThere(name, source, progress));
    }

    private Optional<FileInfo> current(FileName name, TransferListener progress) throws IOException {
        return retries.run(() -> client.published(name), progress);
    }

    private static boolean isSame(FileInfo file, UploadSource source, TransferListener progress) throws IOException {
        return source.length().orElse(-1) == file.size()
                && !file.damaged()
                && digest(source, progress)
                        .map(Sha256::hex)
                        .filter(file.sha256()::equals)
                        .isPresent();
    }

    private static Optional<Sha256> digest(UploadSource source, TransferListener progress) throws IOException {
        progress.doing("computing its digest");
        Optional<Sha256> digest = source.announcedDigest();
        progress.doing("");
        return digest;
    }

    private CliException refusal(FileName name) {
        return replacing == Replacing.NEVER
                ? new CliException(
                        ExitCode.ERROR,
                        name + " exists already, with other bytes",
                        "without --no-replace it gets a new version")
                : new CliException(
                        ExitCode.CHANGED,
                        name + " was changed by somebody else meanwhile",
                        "it was left as it is; run the command again to replace it");
    }
}
