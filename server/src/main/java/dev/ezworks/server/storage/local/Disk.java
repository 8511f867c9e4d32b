package dev.ezworks.server.storage.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The steps whose order makes content durable. Not final, so that a test can watch the order and let a step fail. */
class Disk {
    private static final int BACKGROUND_THREADS = 2;
    private static final int IDLE_SECONDS = 30;

    private final Set<Path> forcedFolders = ConcurrentHashMap.newKeySet();

    // Apart from the threads that write. Where they cannot keep up, who waits does it: see ForceAhead.
    private final ThreadPoolExecutor background = new ThreadPoolExecutor(
            BACKGROUND_THREADS,
            BACKGROUND_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
                Thread thread = new Thread(task, "local-store-force-ahead");
                thread.setDaemon(true);
                return thread;
            });

    Disk() {
        background.allowCoreThreadTimeOut(true);
    }

    /** The disk that this folder is on. */
    FileStore fileStore(Path folder) throws IOException {
        return Files.getFileStore(folder);
    }

    /** Completes when what was written to the file would survive a power cut. */
    void force(FileChannel channel) throws IOException {
        // Without the file's times; its length is data.
        channel.force(false);
    }

    /**
     * Begins to force what has been written so far, so that less is left for the force that somebody waits for.
     *
     * @return has to be waited for before the next force: the system tells of a failed write only once
     */
    ForceAhead forceAhead(FileChannel channel) {
        return ForceAhead.begin(() -> force(channel), background);
    }

    /** Renames; whoever looks sees the one name or the other. */
    void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Sees to it that a folder is in another one, and would be after a power cut. */
    void createFolder(Path folder, Path parent) throws IOException {
        // That it exists is not enough: whoever has just created it may not have forced it yet.
        if (!forcedFolders.contains(folder) || Files.notExists(folder)) {
            Files.createDirectories(folder);
            forceFolder(parent);
            forcedFolders.add(folder);
        }
    }

    /** Completes when the names in a folder, new, moved and removed ones, would survive a power cut. */
    void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
