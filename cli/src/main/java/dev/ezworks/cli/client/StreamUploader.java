package dev.ezworks.cli.client;

import dev.ezworks.api.FileInfo;
import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Uploads a stream over tus, in one run: nobody can read it again. All but its last block goes in one request, that
 * block in another, with length and digest of the whole, so that the server publishes nothing else. What fails, or is
 * interrupted, leaves nothing behind.
 */
public final class StreamUploader {
    /** The server needs up to two seconds to end a request that another one is at. */
    private static final Duration GIVING_UP = Duration.ofSeconds(5);

    private final EzworksClient client;
    private final TusClient tus;
    private final TusClient impatient;
    private final Retries retries;

    /** @param retries for what is asked when the stream is published; nothing else can be tried again */
    public StreamUploader(EzworksClient client, Retries retries) {
        this.client = client;
        this.tus = client.tus();
        this.impatient = client.withIdleTimeout(GIVING_UP).tus();
        this.retries = retries;
    }

    /**
     * Publishes the bytes of a stream, all of them and nothing else.
     *
     * @param precondition as in {@link ResumableUploader#upload}
     * @throws PreconditionFailedException if it does not hold, or something else is published right afterwards
     * @throws DigestMismatchException if other bytes arrived than were read
     * @throws LocalReadException if the stream can't be read to its end
     * @throws ClientException with another reason why nothing is published
     */
    public FileInfo upload(FileName name, StreamSource source, Precondition precondition, TransferListener listener)
            throws IOException {
        client.require(precondition, name);
        boolean onlyNew = precondition.equals(Precondition.ABSENT);
        UploadPath path = tus.create(name, EzworksClient.contentType(name), source.length(), onlyNew);
        OnInterruption interruption = new OnInterruption(() -> giveUp(path));
        Sha256 digest;
        try {
            digest = interruption.during(() -> send(path, name, source, precondition, listener));
        } catch (IOException | RuntimeException e) {
            giveUp(path);
            throw e;
        }
        return retries.run(() -> client.published(name, digest), () -> 0, listener)
                .orElseThrow(PreconditionFailedException::new);
    }

    private Sha256 send(
            UploadPath path, FileName name, StreamSource source, Precondition precondition, TransferListener listener)
            throws IOException {
        long sent = sendAllButLast(path, source, listener);
        Whole whole = source.whole();
        client.require(precondition, name);
        Piece last = new Piece(sent, whole.length() - sent, () -> BlockReader.of(source.last()), Optional.of(whole));
        tus.append(path, last, listener).require(whole.length(), true).requirePublished(whole.digest());
        return whole.digest();
    }

    /** @return how much that is, in bytes */
    private long sendAllButLast(UploadPath path, StreamSource source, TransferListener listener) {
        Piece piece = new Piece(0, BlockPublisher.UNKNOWN_LENGTH, source::allButLast, Optional.empty());
        TusStatus status = tus.append(path, piece, listener);
        if (!source.ended()) {
            throw new UnexpectedAnswerException("the answer came before the bytes were sent");
        }
        return status.require(source.lastOffset(), false).offset();
    }

    /** Also if this thread has been interrupted. */
    private void giveUp(UploadPath path) {
        boolean interrupted = Thread.interrupted();
        try {
            impatient.delete(path);
        } catch (ClientException e) {
            // It has gone, or it expires.
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
