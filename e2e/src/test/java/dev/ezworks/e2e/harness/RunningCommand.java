package dev.ezworks.e2e.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that has been started. Closing it ends it, however it is. */
public final class RunningCommand implements AutoCloseable {
    private final String line;
    private final Process process;
    private final Lines out;
    private final Lines err;

    RunningCommand(String line, Process process) {
        this.line = line;
        this.process = process;
        this.out = new Lines(process.getInputStream(), ignored -> {});
        this.err = new Lines(process.getErrorStream(), ignored -> {});
    }

    /** Gives it these bytes on standard input, and no more. */
    RunningCommand feed(byte[] input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input);
        } catch (IOException e) {
            // A command that reads no input may have ended already.
            if (input.length > 0) {
                throw new UncheckedIOException(e);
            }
        }
        return this;
    }

    /** What it has written to standard output so far. */
    public List<String> outSoFar() {
        return out.soFar();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** What Ctrl-C does. */
    public void interrupt() throws InterruptedException {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Waits for its end. */
    public Finished await(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("ezworks does not end: " + line + out.soFar() + err.soFar());
            }
            return new Finished(process.exitValue(), out.all(), err.all());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
