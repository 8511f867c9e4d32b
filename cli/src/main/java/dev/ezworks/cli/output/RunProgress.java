package dev.ezworks.cli.output;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/** How far a run of transfers is, several of them at once. Thread-safe. */
final class RunProgress {
    private final int files;
    private final Set<FileProgress> active = new LinkedHashSet<>();
    private final Meter meter = new Meter();
    private int finished;
    private long total;
    private long done;
    private long moved;

    /**
     * @param files how many files the run is about
     * @param total what they amount to, in bytes; negative if that is unknown
     */
    RunProgress(int files, long total) {
        this.files = files;
        this.total = total;
    }

    /**
     * A file's turn has come.
     *
     * @param planned how many of the run's bytes are its own; negative if that is unknown
     * @param notices takes lines about it that are good to know
     */
    synchronized FileProgress begin(String name, long planned, Consumer<String> notices) {
        FileProgress file = new FileProgress(this, name, planned, notices);
        active.add(file);
        return file;
    }

    /** The only file's size has become known. Of several it would say nothing of the whole. */
    synchronized boolean learnTotal(long bytes) {
        boolean news = files == 1 && total < 0;
        total = news ? bytes : total;
        return news;
    }

    synchronized void moved(long bytes) {
        done += bytes;
        moved += bytes;
    }

    /** Bytes that count as done and cost no time; negative: they do so no more. */
    synchronized void alreadyThere(long bytes) {
        done += bytes;
    }

    /** A file's turn is over, and these bytes will not come. */
    synchronized void end(FileProgress file, long missing) {
        active.remove(file);
        finished++;
        if (total >= 0) {
            total -= missing;
        }
    }

    /** Whether a file is under way that another run can continue. */
    synchronized boolean isResumable() {
        return active.stream().anyMatch(FileProgress::isResumable);
    }

    /** How far it is now; the first of the files that are under way is named. */
    synchronized Progress at(long nanos) {
        String label = active.stream().findFirst().map(FileProgress::label).orElse("");
        return new Progress(files == 1 ? "" : finished + "/" + files, label, done, total, meter.rateAt(nanos, moved));
    }
}
