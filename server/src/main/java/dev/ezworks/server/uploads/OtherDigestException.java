package dev.ezworks.server.uploads;

import dev.ezworks.api.Sha256;

/** All of an upload has arrived already, and has another digest than a sender says now. */
public final class OtherDigestException extends RuntimeException {
    OtherDigestException(Sha256 told, Sha256 actual) {
        super("the sender's digest is " + told + ", that of the upload " + actual);
    }
}
