package dev.ezworks.cli.command;

import dev.ezworks.api.FileInfo;
import dev.ezworks.api.FileName;
import dev.ezworks.cli.Failure;
import dev.ezworks.cli.client.FileSource;
import dev.ezworks.cli.client.Precondition;
import dev.ezworks.cli.client.PreconditionFailedException;
import dev.ezworks.cli.client.RepeatableSource;
import dev.ezworks.cli.client.ResumableUploader;
import dev.ezworks.cli.client.Retries;
import dev.ezworks.cli.client.StreamSource;
import dev.ezworks.cli.client.StreamUploader;
import dev.ezworks.cli.client.UploadSource;
import dev.ezworks.cli.client.Uploader;
import dev.ezworks.cli.manifest.Manifest;
import dev.ezworks.cli.manifest.ManifestEntry;
import dev.ezworks.cli.output.FileProgress;
import dev.ezworks.cli.output.TransferResult;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Leaves alone what is done, publishes the rest, and takes note of both in the manifest. */
final class UploadTransfer implements Batch.Transfer<UploadItem> {
    private final Uploader uploader;
    private final ResumableUploader resumable;
    private final StreamUploader streams;
    private final Retries retries;
    private final UploadPolicy policy;
    private final Manifest manifest;
    private final InputStream standardInput;

    /**
     * @param uploader for what is small
     * @param resumable for large files
     * @param streams for what can't be read twice
     */
    UploadTransfer(
            Uploader uploader,
            ResumableUploader resumable,
            StreamUploader streams,
            Retries retries,
            UploadPolicy policy,
            Manifest manifest,
            InputStream standardInput) {
        this.uploader = uploader;
        this.resumable = resumable;
        this.streams = streams;
        this.retries = retries;
        this.policy = policy;
        this.manifest = manifest;
        this.standardInput = standardInput;
    }

    /** What can't be noted would be done again by the next run. */
    @Override
    public boolean goOn() {
        return manifest.isWritable();
    }

    @Override
    public TransferResult run(UploadItem item, FileProgress progress) throws IOException {
        if (item instanceof UploadItem.Skipped skipped) {
            manifest.add(new ManifestEntry.Skipped(skipped.shown(), skipped.why()));
            return TransferResult.skipped(skipped.shown(), skipped.why());
        }
        if (item instanceof UploadItem.Unusable unusable) {
            return failed(item, unusable.failure());
        }
        try {
            return transfer(item, progress);
        } catch (IOException | RuntimeException e) {
            return failed(item, FailureTable.failure(e));
        }
    }

    private TransferResult failed(UploadItem item, Failure failure) throws IOException {
        manifest.add(new ManifestEntry.Failed(item.catalogName(), failure));
        return TransferResult.failed(item.catalogName(), item.source(), failure);
    }

    private TransferResult transfer(UploadItem item, FileProgress progress) throws IOException {
        FileName name = item.target().orElseThrow();
        try (UploadSource source = open(item)) {
            UploadDecision decision = policy.decide(name, source, progress);
            if (decision instanceof UploadDecision.Publish publish) {
                return publish(name, source, publish.precondition(), progress);
            }
            return decision instanceof UploadDecision.Unchanged unchanged
                    ? unchanged(name, unchanged.file())
                    : TransferResult.unchanged(
                            name.value(), source.announcedDigest().orElseThrow().hex());
        }
    }

    private UploadSource open(UploadItem item) throws IOException {
        return item instanceof UploadItem.LocalFile file ? file.open() : StreamSource.open(standardInput);
    }

    private TransferResult publish(FileName name, UploadSource source, Precondition precondition, FileProgress progress)
            throws IOException {
        long startedAt = System.nanoTime();
        AtomicInteger tries = new AtomicInteger();
        try {
            return uploaded(name, send(name, source, precondition, progress, tries), startedAt);
        } catch (PreconditionFailedException e) {
            FileInfo there = policy.sameIsThere(name, source, progress);
            // It may be what an earlier try published whose answer was lost.
            return tries.get() > 1 ? uploaded(name, there, startedAt) : unchanged(name, there);
        }
    }

    private FileInfo send(
            FileName name, UploadSource source, Precondition precondition, FileProgress progress, AtomicInteger tries)
            throws IOException {
        if (source instanceof StreamSource stream) {
            return streams.upload(name, stream, precondition, progress);
        }
        if (source instanceof FileSource file && file.size() > ResumableUploader.ABOVE_BYTES) {
            return resumable.upload(name, file, precondition, progress);
        }
        RepeatableSource repeatable = (RepeatableSource) source;
        return retries.run(
                () -> {
                    tries.incrementAndGet();
                    return uploader.upload(name, repeatable, precondition, progress);
                },
                progress);
    }

    private TransferResult uploaded(FileName name, FileInfo file, long startedAt) throws IOException {
        manifest.add(new ManifestEntry.Published(name, file, true));
        Duration time = Duration.ofNanos(System.nanoTime() - startedAt);
        return TransferResult.uploaded(name.value(), file.size(), file.sha256(), file.version(), time);
    }

    private TransferResult unchanged(FileName name, FileInfo file) throws IOException {
        manifest.add(new ManifestEntry.Published(name, file, false));
        return TransferResult.unchanged(name.value(), file.sha256());
    }
}
