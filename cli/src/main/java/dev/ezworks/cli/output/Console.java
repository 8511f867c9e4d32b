package dev.ezworks.cli.output;

import dev.ezworks.cli.Failure;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Standard output and standard error. Data goes to the one, everything else to the other; a status line at the
 * bottom of the terminal makes room for every other line and comes back with the next status.
 */
public final class Console {
    private static final String CLEAR_LINE = "\r\u001B[K";

    private final OutputStream bytes;
    private final PrintStream out;
    private final PrintStream err;
    private final Terminal terminal;
    private boolean quiet;
    private boolean verbose;
    private boolean statusShown;

    /** Both streams are written as UTF-8, whatever the locale. */
    public Console(OutputStream out, OutputStream err, Terminal terminal) {
        this.bytes = out;
        this.out = new PrintStream(new BufferedOutputStream(out), false, StandardCharsets.UTF_8);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
        this.terminal = terminal;
    }

    public Terminal terminal() {
        return terminal;
    }

    /** Whether only data and errors are shown. */
    public synchronized boolean quiet() {
        return quiet;
    }

    public synchronized void setQuiet(boolean quiet) {
        this.quiet = quiet;
    }

    public synchronized void setVerbose(boolean verbose) {
        this.verbose = verbose;
    }

    /** A line of data. Must be escaped already if it is for people. */
    public synchronized void data(String line) {
        clearStatus();
        out.print(line);
        out.print('\n');
    }

    /** A JSON object on a line of its own. */
    public void json(Map<String, ?> object) {
        data(JsonLine.of(object));
    }

    /** Where bytes go that are the data; unlike a line, they fail at once if they can't be written. */
    public OutputStream dataStream() {
        out.flush();
        return bytes;
    }

    /** Where help goes that was asked for. */
    public PrintStream helpStream() {
        return out;
    }

    /** Where help for a wrong usage goes. */
    public PrintStream messageStream() {
        return err;
    }

    /** Writes out what is buffered. */
    public synchronized void flush() {
        out.flush();
    }

    /** Data that could not be written: nobody should take what is there for all. */
    public synchronized boolean dataLost() {
        return out.checkError();
    }

    /** Something good to know; not shown if the user wants quiet. */
    public synchronized void info(String line) {
        if (!quiet) {
            message(line);
        }
    }

    /** Something that is wrong or dangerous, but does not end the run. */
    public void warn(String line) {
        message("ezworks: warning: " + line);
    }

    /** What went wrong, in one line. */
    public synchronized void error(Failure failure) {
        String request = verbose && failure.requestId() != null ? " (request " + failure.requestId() + ")" : "";
        message("ezworks: " + failure.line() + request);
    }

    private synchronized void message(String line) {
        out.flush();
        clearStatus();
        err.print(DisplayText.escape(line) + "\n");
        err.flush();
    }

    /** Replaces the status line; must fit the window. */
    synchronized void status(String line) {
        err.print(CLEAR_LINE + line);
        err.flush();
        statusShown = true;
    }

    /** Removes the status line. */
    synchronized void clearStatus() {
        if (statusShown) {
            err.print(CLEAR_LINE);
            err.flush();
            statusShown = false;
        }
    }
}
