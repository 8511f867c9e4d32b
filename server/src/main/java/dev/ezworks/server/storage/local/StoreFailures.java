package dev.ezworks.server.storage.local;

import dev.ezworks.server.content.RestartNeededException;
import dev.ezworks.server.content.StorageFullException;
import dev.ezworks.server.content.StoreUnavailableException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What failures of disk and database are called at the ports. The driver's error code is SQLite's primary one. */
final class StoreFailures {
    private final Room room;

    StoreFailures(Room room) {
        this.room = room;
    }

    /** The port's exception for this failure of a write; exceptions of the ports come back as they are. */
    RuntimeException ofWrite(Throwable failure) {
        boolean full = (failure instanceof IOException || isInputOutput(failure)) && room.isUsedUp();
        return full ? full(failure) : of(failure);
    }

    /** The port's exception for this one, as far as it tells by itself what it is. */
    static RuntimeException of(Throwable failure) {
        if (failure instanceof RuntimeException known) {
            return known;
        }
        if (isFull(failure)) {
            return full(failure);
        }
        String message = "the local store failed: " + failure.getMessage();
        return failure instanceof SQLException database && isForce(database)
                ? new RestartNeededException(message, failure)
                : new StoreUnavailableException(message, failure);
    }

    private static StorageFullException full(Throwable failure) {
        return new StorageFullException("the data folder has no room left", failure);
    }

    private static boolean isFull(Throwable failure) {
        if (failure instanceof SQLException database) {
            return database.getErrorCode() == SQLiteErrorCode.SQLITE_FULL.code;
        }
        return failure instanceof IOException && saysFull(String.valueOf(failure.getMessage()));
    }

    private static boolean isInputOutput(Throwable failure) {
        return failure instanceof SQLException database && database.getErrorCode() == SQLiteErrorCode.SQLITE_IOERR.code;
    }

    /** Whether SQLite could not force to disk what it has written: then the database takes no more changes. */
    static boolean isForce(SQLException failure) {
        return failure instanceof SQLiteException known
                && (known.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_FSYNC
                        || known.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_DIR_FSYNC);
    }

    /** A quota shows in no figure, only in the C library's text for EDQUOT, which may be in any language. */
    private static boolean saysFull(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        return text.contains("no space left") || text.contains("quota exceeded");
    }
}
