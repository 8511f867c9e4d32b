package dev.ezworks.cli.client;

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
                LocalWriteException {
    ClientException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
