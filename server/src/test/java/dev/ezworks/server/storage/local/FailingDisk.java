package dev.ezworks.server.storage.local;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The real disk, which tells what was done to it and fails at one step when asked to. */
final class FailingDisk extends Disk {
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private volatile @Nullable String failing;
    private volatile long space = Long.MAX_VALUE;
    private volatile boolean once;
    private volatile Runnable beforeFolderForce = () -> {};

    private final AtomicInteger toHold = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);

    /** The steps so far, like {@code force}, {@code move incoming content/ab}. */
    List<String> steps() {
        return steps;
    }

    /** Lets every step fail that begins with this, until it is set to empty. */
    void failAt(Optional<String> step) {
        once = false;
        failing = step.orElse(null);
    }

    /** Lets only the next step fail that begins with this. */
    void failOnceAt(String step) {
        once = true;
        failing = step;
    }

    /** Lets it say that no more than this many bytes are free. */
    void limitSpace(long bytes) {
        space = bytes;
    }

    @Override
    FileStore fileStore(Path folder) throws IOException {
        return new SmallFileStore(super.fileStore(folder), () -> space);
    }

    /** Is run at each force of a folder. */
    void beforeFolderForce(Runnable action) {
        beforeFolderForce = action;
    }

    /** Lets the next so many forces of files wait until they are {@linkplain #release released}. */
    void holdForces(int count) {
        toHold.set(count);
    }

    /** How many forces are waiting, or have been. */
    int held() {
        return held.get();
    }

    /** Lets the forces go on that are waiting. */
    void release() {
        release.countDown();
    }

    private void holdIfAsked() throws InterruptedIOException {
        if (toHold.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            held.incrementAndGet();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        }
    }

    @Override
    void force(FileChannel channel) throws IOException {
        holdIfAsked();
        step("force");
        super.force(channel);
    }

    @Override
    void move(Path from, Path to) throws IOException {
        step("move " + folderOf(from) + " " + folderOf(to));
        super.move(from, to);
    }

    @Override
    void forceFolder(Path folder) throws IOException {
        beforeFolderForce.run();
        step("forceFolder " + name(folder));
        super.forceFolder(folder);
    }

    private void step(String step) throws IOException {
        steps.add(step);
        String prefix = failing;
        if (prefix != null && step.startsWith(prefix)) {
            failing = once ? null : prefix;
            throw new IOException("Input/output error");
        }
    }

    private static String folderOf(Path file) {
        return name(file.resolveSibling(".").normalize());
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
