package dev.ezworks.server.storage.local;

import dev.ezworks.server.content.StorageFullException;
import dev.ezworks.server.content.StoreUnavailableException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;
import org.sqlite.SQLiteErrorCode;

/** What failures of disk and database are called at the ports. */
final class StoreFailures {
    private StoreFailures() {}

    /** The port's exception for this one; exceptions of the ports come back as they are. */
    static RuntimeException translate(Throwable failure) {
        if (failure instanceof RuntimeException known) {
            return known;
        }
        if (isFull(failure)) {
            return new StorageFullException("the data folder has no room left", failure);
        }
        return new StoreUnavailableException("the local store failed: " + failure.getMessage(), failure);
    }

    private static boolean isFull(Throwable failure) {
        if (failure instanceof SQLException database) {
            return database.getErrorCode() == SQLiteErrorCode.SQLITE_FULL.code;
        }
        return failure instanceof IOException && saysFull(String.valueOf(failure.getMessage()));
    }

    /** ENOSPC and EDQUOT reach Java only as the C library's text for them. */
    private static boolean saysFull(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        return text.contains("no space left") || text.contains("quota exceeded");
    }
}
