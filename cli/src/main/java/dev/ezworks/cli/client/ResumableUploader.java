package dev.ezworks.cli.client;

import dev.ezworks.api.FileInfo;
import dev.ezworks.api.FileName;
import java.io.IOException;

/**
 * Uploads large files in a way that survives what breaks: the connection, the server, this process or this machine.
 * Tries again by itself, and goes on where an earlier try, or an earlier run, stopped.
 */
public final class ResumableUploader {
    /** A smaller file is sent again rather than continued. */
    public static final long ABOVE_BYTES = 16L * 1024 * 1024;

    private final EzworksClient client;
    private final Retries retries;
    private final UploadJournal journal;

    /** @param journal of the account that the client is logged in with */
    public ResumableUploader(EzworksClient client, Retries retries, UploadJournal journal) {
        this.client = client;
        this.retries = retries;
        this.journal = journal;
    }

    /**
     * Publishes a file's bytes, all of them and nothing else.
     *
     * @param precondition what must hold of the name when the file is published. The server sees to {@link
     *     Precondition#ABSENT}; any other is looked at just before the last bytes are sent: what is published by
     *     somebody else in the moment after that is replaced
     * @throws PreconditionFailedException if it does not hold, or something else is published right afterwards; what
     *     has been sent stays for the next run
     * @throws FileChangedException if the file changed under way; what has been sent is given up
     * @throws ClientException with another reason why nothing is published
     */
    public FileInfo upload(FileName name, FileSource source, Precondition precondition, TransferListener listener)
            throws IOException {
        try (JournalEntry entry = journal.claim(source.file(), name);
                FollowingDigest digest = new FollowingDigest(source)) {
            ResumableUpload upload = new ResumableUpload(client, name, source, precondition, entry, digest, listener);
            upload.recall();
            return retries.run(upload::attempt, upload::reached, listener);
        }
    }
}
