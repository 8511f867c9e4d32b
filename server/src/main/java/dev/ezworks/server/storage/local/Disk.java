package dev.ezworks.server.storage.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The steps whose order makes content durable. Not final, so that a test can watch the order and let a step fail. */
class Disk {
    /** Completes when what was written to the file would survive a power cut. */
    void force(FileChannel channel) throws IOException {
        // Without the file's times; its length is data.
        channel.force(false);
    }

    /** Renames; whoever looks sees the one name or the other. */
    void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Creates a folder whose parent exists, unless it exists itself. */
    void createFolder(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            Files.createDirectories(folder);
            forceFolder(folder.toAbsolutePath().getParent());
        }
    }

    /** Completes when the names in a folder, new, moved and removed ones, would survive a power cut. */
    void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
