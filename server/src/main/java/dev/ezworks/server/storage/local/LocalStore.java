package dev.ezworks.server.storage.local;

import dev.ezworks.server.account.AccountStore;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.files.FileStore;
import dev.ezworks.server.maintenance.ScrubStore;
import dev.ezworks.server.session.SessionStore;
import dev.ezworks.server.uploads.UploadStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteDataSource;
import reactor.core.publisher.Mono;

/**
 * The embedded store: one folder, one server. Metadata in SQLite, content as files; nothing else is needed.
 *
 * <p>What a call has answered survives a power cut, as far as the disk keeps what fsync promises.
 */
public final class LocalStore implements AutoCloseable {
    /** How long {@link #close} takes at most. */
    public static final Duration LONGEST_CLOSE = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(LocalStore.class);

    // They mostly wait for fsync: many more than cores, and enough to fill a group commit.
    private static final int DISK_THREADS = 32;

    // As many as the database has connections for them.
    private static final int LOOK_UP_THREADS = Database.READERS;

    private final DataFolder folder;
    private final FolderLock lock;
    private final Database database;
    private final BlockingCalls blocking;
    private final BlockingCalls lookUps;
    private final ContentStore contents;
    private final FileStore files;
    private final UploadStore uploads;
    private final AccountStore accounts;
    private final SessionStore sessions;
    private final ScrubStore scrub;
    private final AtomicBoolean closed = new AtomicBoolean();

    private LocalStore(DataFolder folder, FolderLock lock, Database database, Disk disk, Room room, Clock clock) {
        this.folder = folder;
        this.lock = lock;
        this.database = database;
        StoreFailures failures = new StoreFailures(room);
        this.blocking = new BlockingCalls("local-store", DISK_THREADS, failures);
        this.lookUps = new BlockingCalls("local-store-look-up", LOOK_UP_THREADS, failures);
        PendingContents pending = new PendingContents(database, clock);
        this.contents = new DiskContentStore(folder, disk, room, pending, blocking, clock);
        this.files = new SqliteFileStore(database, blocking, lookUps);
        this.uploads = new SqliteUploadStore(database, blocking, lookUps);
        this.accounts = new SqliteAccountStore(database, blocking, lookUps);
        this.sessions = new SqliteSessionStore(database, blocking, lookUps);
        this.scrub = new SqliteScrubStore(database, blocking, clock);
    }

    /** Whether there is a store in this folder. */
    public static boolean exists(Path folder) {
        return Files.exists(DataFolder.databaseIn(folder));
    }

    /**
     * Opens the store in this folder, which is created if need be, and tidies up what a killed server left behind.
     * Blocks, for less than a tenth of a second as a rule.
     *
     * @param clock what leases run on
     * @param reserve what uploads leave of the disk
     * @throws LocalStoreException if that is impossible: another server uses the folder, it is not writable, a newer
     *     version wrote it
     */
    public static LocalStore open(Path folder, Clock clock, Reserve reserve) {
        return open(folder, clock, reserve, new Disk());
    }

    static LocalStore open(Path folder, Clock clock) {
        return open(folder, clock, Reserve.DEFAULT);
    }

    static LocalStore open(Path root, Clock clock, Disk disk) {
        return open(root, clock, Reserve.DEFAULT, disk);
    }

    static LocalStore open(Path root, Clock clock, Reserve reserve, Disk disk) {
        DataFolder folder = DataFolder.prepare(root);
        FolderLock lock = FolderLock.take(folder);
        try {
            return open(folder, lock, clock, reserve, disk);
        } catch (LocalStoreException e) {
            release(lock);
            throw e;
        } catch (IOException | SQLException | RuntimeException e) {
            release(lock);
            throw new LocalStoreException(
                    "the data folder " + folder + " cannot be opened (" + e
                            + "); mend it, restore a backup or set EZWORKS_DATA to another folder",
                    e);
        }
    }

    private static LocalStore open(DataFolder folder, FolderLock lock, Clock clock, Reserve reserve, Disk disk)
            throws IOException, SQLException {
        SqliteLibrary.locate(folder);
        SQLiteDataSource source = Database.source(folder.database());
        Schema.migrate(source, folder);
        Database database = Database.open(source);
        try {
            if (Files.deleteIfExists(folder.stoppedMark())) {
                disk.forceFolder(folder.root());
            } else {
                new Leftovers(folder, disk, database, new PendingContents(database, clock)).tidy();
            }
            Room room = new Room(disk.fileStore(folder.root()), reserve);
            return new LocalStore(folder, lock, database, disk, room, clock);
        } catch (IOException | SQLException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static void release(FolderLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("the lock of the data folder could not be closed: {}", e.toString());
        }
    }

    /** Where bytes are kept. */
    public ContentStore contents() {
        return contents;
    }

    /** Where catalogs are kept. */
    public FileStore files() {
        return files;
    }

    /** Where resumable uploads are kept, without their bytes. */
    public UploadStore uploads() {
        return uploads;
    }

    /** Where accounts are kept. */
    public AccountStore accounts() {
        return accounts;
    }

    /** Where sessions are kept. */
    public SessionStore sessions() {
        return sessions;
    }

    /** How far the scrub is. */
    public ScrubStore scrub() {
        return scrub;
    }

    /**
     * Completes if the database takes a change, which is made and durable then; fails with
     * {@link dev.ezworks.server.content.StoreUnavailableException} otherwise.
     */
    public Mono<Void> ping() {
        return blocking.run(database::check);
    }

    /**
     * Ends what is under way and releases the folder. Where the disk takes longer than {@link #LONGEST_CLOSE} the closing
     * goes on by itself, and the folder stays locked until it is done or the process ends. Closing it again does nothing.
     */
    @Override
    public void close() {
        close(LONGEST_CLOSE);
    }

    void close(Duration patience) {
        if (closed.getAndSet(true)) {
            return;
        }
        Thread closing = new Thread(this::closeInOrder, "local-store-close");
        closing.setDaemon(true);
        closing.start();
        try {
            // For everything together: threads, database and log.
            TimeUnit.NANOSECONDS.timedJoin(closing, patience.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (closing.isAlive()) {
            LOG.warn("the disk keeps the local store from closing; the next start will look for leftovers");
        }
    }

    private void closeInOrder() {
        try {
            blocking.end();
            lookUps.end();
            boolean whole = !database.hasFailed();
            database.close();
            if (whole) {
                Files.createFile(folder.stoppedMark());
            }
        } catch (InterruptedException e) {
            // Nobody of ours interrupts this thread. The lock stays: somebody may still be writing.
            Thread.currentThread().interrupt();
            return;
        } catch (IOException | SQLException e) {
            LOG.warn(
                    "the local store was not closed in order; the next start will look for leftovers: {}",
                    e.toString());
        }
        release(lock);
    }
}
