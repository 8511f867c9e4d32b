package dev.ezworks.server.maintenance;

import java.util.concurrent.atomic.LongAdder;

/** What the scrubs of this server have found since it was started, to be observed. All counts only grow. */
public final class ScrubFigures {
    private final LongAdder files = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder damaged = new LongAdder();
    private final LongAdder unchecked = new LongAdder();
    private final LongAdder mended = new LongAdder();
    private final LongAdder completed = new LongAdder();

    void add(Finding finding) {
        files.increment();
        switch (finding.state()) {
            case WHOLE -> bytes.add(finding.file().size());
            case DAMAGED -> damaged.increment();
            case UNCHECKED -> unchecked.increment();
        }
        if (finding.mended()) {
            mended.increment();
        }
    }

    void addCompleted() {
        completed.increment();
    }

    /** Versions looked at. */
    public long files() {
        return files.sum();
    }

    /** Bytes of those that are whole. */
    public long bytes() {
        return bytes.sum();
    }

    /** Damaged versions; one that stays so is found by every scrub. */
    public long damaged() {
        return damaged.sum();
    }

    /** Versions that could not be checked because the store failed. */
    public long unchecked() {
        return unchecked.sum();
    }

    /** Versions that were marked as damaged and are whole again. */
    public long mended() {
        return mended.sum();
    }

    /** Scrubs that came to their end. */
    public long completed() {
        return completed.sum();
    }
}
