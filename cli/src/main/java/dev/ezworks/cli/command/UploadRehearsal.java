package dev.ezworks.cli.command;

import dev.ezworks.api.FileName;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.client.FileSource;
import dev.ezworks.cli.output.FileProgress;
import dev.ezworks.cli.output.TransferResult;
import dev.ezworks.cli.output.TransferResult.Plan;
import java.io.IOException;

/** Says what an upload would do, and changes nothing, not even what is left on standard input. */
final class UploadRehearsal implements Batch.Transfer<UploadItem> {
    private final UploadPolicy policy;

    UploadRehearsal(UploadPolicy policy) {
        this.policy = policy;
    }

    @Override
    public TransferResult run(UploadItem item, FileProgress progress) throws IOException {
        if (item instanceof UploadItem.Skipped skipped) {
            return TransferResult.skipped(skipped.shown(), skipped.why());
        }
        if (item instanceof UploadItem.Unusable unusable) {
            throw new CliException(unusable.failure());
        }
        FileName name = item.target().orElseThrow();
        if (item instanceof UploadItem.LocalFile file) {
            try (FileSource source = file.open()) {
                return file(file, source, progress);
            }
        }
        return TransferResult.planned(Plan.UPLOAD, name.value(), 0, item.source());
    }

    private TransferResult file(UploadItem.LocalFile file, FileSource source, FileProgress progress)
            throws IOException {
        // What is done already is in nobody's way.
        boolean publish = policy.decide(file.name(), source, progress) instanceof UploadDecision.Publish
                && policy.inTheWay(file.name(), source, progress).isEmpty();
        return publish
                ? TransferResult.planned(Plan.UPLOAD, file.name().value(), file.size(), file.source())
                : TransferResult.unchanged(file.name().value(), source.digest().hex());
    }
}
