package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
import java.net.http.HttpHeaders;
import java.util.Optional;

/**
 * What a server says of a resumable upload.
 *
 * @param offset how many bytes are there, durably
 * @param published the digest of the file it has become; empty: it has not become one yet
 */
record TusStatus(long offset, Optional<Sha256> published) {
    static TusStatus of(HttpHeaders headers) {
        try {
            long offset = headers.firstValueAsLong(TusClient.OFFSET)
                    .orElseThrow(() -> new UnexpectedAnswerException("the answer does not say how much has arrived"));
            Optional<Sha256> digest = headers.firstValue("Content-Location").isPresent()
                    ? headers.firstValue("Repr-Digest").flatMap(Sha256::parseDigestField)
                    : Optional.empty();
            return new TusStatus(offset, digest);
        } catch (IllegalArgumentException e) {
            throw new UnexpectedAnswerException("the answer's offset or digest is malformed");
        }
    }

    /**
     * The same, if it is what is to be said after a piece.
     *
     * @param whole whether that was the last one
     * @throws UnexpectedAnswerException unless everything up to this offset has arrived
     */
    TusStatus require(long expected, boolean whole) {
        if (offset != expected || published.isPresent() != whole) {
            throw new UnexpectedAnswerException("the answer does not say that the bytes have arrived");
        }
        return this;
    }

    /**
     * Of an upload that is published.
     *
     * @throws DigestMismatchException if it was not with this digest
     */
    void requirePublished(Sha256 read) {
        Sha256 digest = published.orElseThrow();
        if (!digest.equals(read)) {
            throw new DigestMismatchException("read " + read + ", but the server published " + digest);
        }
    }
}
