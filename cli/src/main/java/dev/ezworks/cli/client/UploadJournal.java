package dev.ezworks.cli.client;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Username;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.ExitCode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which uploads of one account to one server are unfinished, kept on this machine so that a later run goes on with
 * them: after a crash, a restart, a new login. A small file for each. An upload is one run's at a time.
 *
 * <p>The locks of all uploads are bytes of one file, which is open as long as the journal is: the system ends a
 * process's locks on a file as soon as it closes the file once, and a file for each could not be removed safely.
 */
public final class UploadJournal implements Closeable {
    /** Servers forget an unfinished upload long before that. */
    static final Duration KEPT_FOR = Duration.ofDays(30);

    private final PrivateFolder folder;
    private final ServerUrl server;
    private final Username username;
    private final Clock clock;
    private @Nullable FileChannel locks;

    /**
     * A journal that is begun, if there is none yet, when the first upload is.
     *
     * @param folder where it is kept, with those of other accounts
     */
    public UploadJournal(Path folder, ServerUrl server, Username username, Clock clock) {
        this.folder = new PrivateFolder(folder);
        this.server = server;
        this.username = username;
        this.clock = clock;
    }

    /**
     * Takes the upload of a file to a name, until the entry is closed.
     *
     * @throws CliException if another run has it, or if nothing can be noted here
     */
    JournalEntry claim(Path file, FileName name) {
        UploadKey key = new UploadKey(server, username, file, name);
        try {
            FileLock lock = lock(key);
            if (lock != null) {
                return new JournalEntry(folder, key, lock);
            }
        } catch (IOException e) {
            throw new CliException(
                    ExitCode.ERROR,
                    "cannot note in " + folder + " how far an upload is (" + e + ")",
                    "EZWORKS_STATE_DIR names another folder");
        }
        throw new CliException(
                ExitCode.ERROR, "another run is uploading " + file + " as " + name, "wait until it has ended");
    }

    private @Nullable FileLock lock(UploadKey key) throws IOException {
        try {
            return locks().tryLock(key.number(), 1, false);
        } catch (OverlappingFileLockException e) {
            // By this very process.
            return null;
        }
    }

    private synchronized FileChannel locks() throws IOException {
        FileChannel open = locks;
        if (open == null) {
            folder.create();
            folder.removeOlderThan(clock.instant().minus(KEPT_FOR), JournalEntry.SUFFIX);
            open = folder.open("lock", StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            locks = open;
        }
        return open;
    }

    @Override
    public synchronized void close() throws IOException {
        if (locks != null) {
            locks.close();
        }
    }
}
