package dev.ezworks.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** A file system in memory, of a size that is soon used up. */
public final class SmallDisk implements AutoCloseable {
    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Mounts one. Skips the test where that is not allowed. */
    public static SmallDisk mount(long bytes) {
        Path folder = Scratch.folder("small-disk");
        int status = run(List.of("mount", "-t", "tmpfs", "-o", "size=" + bytes, "ezworks-e2e", folder.toString()));
        if (status != 0) {
            Scratch.remove(folder);
        }
        Requirements.require(status == 0, "no tmpfs may be mounted here; run as root");
        return new SmallDisk(folder);
    }

    public Path folder() {
        return folder;
    }

    /** Makes room. */
    public void grow(long bytes) {
        int status = run(List.of("mount", "-o", "remount,size=" + bytes, folder.toString()));
        if (status != 0) {
            throw new AssertionError("mount failed: " + status);
        }
    }

    private static int run(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .inheritIO()
                    .start()
                    .onExit()
                    .join()
                    .exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        run(List.of("umount", folder.toString()));
        Scratch.remove(folder);
    }
}
