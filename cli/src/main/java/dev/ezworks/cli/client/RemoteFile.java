package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
import java.net.http.HttpHeaders;

/**
 * What the server says of a file before its bytes.
 *
 * @param size in bytes
 * @param sha256 what the bytes must amount to
 */
public record RemoteFile(long size, Sha256 sha256) {
    static RemoteFile of(HttpHeaders headers) {
        long size = headers.firstValueAsLong("Content-Length")
                .orElseThrow(() -> new UnexpectedAnswerException("the answer does not say how long the file is"));
        return new RemoteFile(size, digest(headers));
    }

    static Sha256 digest(HttpHeaders headers) {
        try {
            return headers.firstValue("Repr-Digest")
                    .flatMap(Sha256::parseDigestField)
                    .orElseThrow(() -> new UnexpectedAnswerException("the answer has no digest to check the file by"));
        } catch (IllegalArgumentException e) {
            throw new UnexpectedAnswerException("the answer's digest is malformed");
        }
    }
}
