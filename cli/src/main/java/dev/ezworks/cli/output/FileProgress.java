package dev.ezworks.cli.output;

import dev.ezworks.cli.client.ClientException;
import dev.ezworks.cli.client.TransferListener;
import java.time.Duration;
import java.util.function.Consumer;

/** How far one file of a run is. Thread-safe. */
public final class FileProgress implements TransferListener {
    private final RunProgress run;
    private final String name;
    private final Consumer<String> notices;
    private volatile String note = "";
    private long planned;
    private long bytes;
    private long moved;
    private volatile boolean resumable;

    /** See {@link RunProgress#begin}. */
    FileProgress(RunProgress run, String name, long planned, Consumer<String> notices) {
        this.run = run;
        this.name = DisplayText.escape(name);
        this.planned = planned;
        this.notices = notices;
    }

    String label() {
        return note.isEmpty() ? name : name + " (" + note + ")";
    }

    /** Empty: nothing is done. */
    @Override
    public void doing(String what) {
        note = what;
    }

    @Override
    public void waiting(Duration pause, ClientException reason) {
        doing("trying again in " + Units.time(pause));
    }

    @Override
    public synchronized void expect(long count) {
        if (run.learnTotal(count)) {
            planned = count;
        }
    }

    @Override
    public synchronized void moved(long count) {
        note = "";
        bytes += count;
        moved += count;
        run.moved(count);
    }

    @Override
    public synchronized void alreadyThere(long count) {
        bytes += count;
        run.alreadyThere(count);
    }

    @Override
    public synchronized void resumable(long offset) {
        if (!resumable && offset > 0) {
            notices.accept("continuing " + name + " at " + Units.bytes((double) offset));
        }
        resumable = true;
    }

    /** Whether another run can continue it. */
    boolean isResumable() {
        return resumable;
    }

    @Override
    public synchronized void startOver() {
        run.alreadyThere(-bytes);
        bytes = 0;
    }

    /** How many bytes have moved in this run, in vain or not. */
    synchronized long moved() {
        return moved;
    }

    /** Its turn is over. What was planned for it and did not move is no longer waited for. */
    synchronized void end() {
        run.end(this, planned < 0 ? 0 : planned - bytes);
    }
}
