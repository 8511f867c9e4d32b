package dev.ezworks.server.uploads;

import dev.ezworks.api.Sha256;

/** The bytes that came are not those that the sender gave the digest of. Nothing was published. */
public final class DigestMismatchException extends RuntimeException {
    public DigestMismatchException(Sha256 expected, Sha256 actual) {
        super("the sender's digest is " + expected + ", that of the bytes received " + actual);
    }
}
