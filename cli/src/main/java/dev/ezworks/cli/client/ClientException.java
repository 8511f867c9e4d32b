package dev.ezworks.cli.client;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call to the server, or the transfer of a file, did not succeed. Each subclass is one reason. */
public abstract sealed class ClientException extends RuntimeException
        permits ServerProblemException,
                ServerUnreachableException,
                ServerTimedOutException,
                ServerNotTrustedException,
                UnexpectedAnswerException,
                DigestMismatchException,
                FileChangedException,
                RemoteFileChangedException,
                NoRoomException,
                PreconditionFailedException,
                LocalReadException,
                LocalWriteException {
    ClientException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether the same call may succeed later, with nothing mended on this side. */
    public boolean worthRetrying() {
        return false;
    }

    /** How long the server wants to be left alone, if it said so. */
    public Optional<Duration> retryAfter() {
        return Optional.empty();
    }
}
