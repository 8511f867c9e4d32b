package dev.ezworks.cli.output;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A console whose two streams can be read. */
public final class Screen {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console;

    private Screen(Terminal terminal) {
        console = new Console(out, err, terminal);
    }

    /** Nobody watches. */
    public static Screen piped() {
        return new Screen(new FixedTerminal(false, 80));
    }

    /** Somebody watches in a window of this width. */
    public static Screen terminal(int columns) {
        return new Screen(new FixedTerminal(true, columns));
    }

    public Console console() {
        return console;
    }

    /** What went to standard output. */
    public String out() {
        console.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    /** What has got to standard output without anybody asking for it. */
    String outSoFar() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The very bytes that went to standard output. */
    public byte[] bytes() {
        console.flush();
        return out.toByteArray();
    }

    /** What went to standard error. */
    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private record FixedTerminal(boolean watched, int columns) implements Terminal {
        @Override
        public boolean input() {
            return watched;
        }

        @Override
        public boolean output() {
            return watched;
        }

        @Override
        public boolean error() {
            return watched;
        }
    }
}
