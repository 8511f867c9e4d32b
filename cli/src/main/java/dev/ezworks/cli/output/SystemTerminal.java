package dev.ezworks.cli.output;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The terminal of this process. Java knows only whether input and output both are one, and no width: so the launcher
 * says which streams are ({@code -Dezworks.terminal=012}), else {@code /proc} does, and {@code stty} tells the width.
 */
public final class SystemTerminal implements Terminal {
    private static final int DEFAULT_COLUMNS = 80;
    private static final Path TTY = Path.of("/dev/tty");

    private final String streams;
    private final boolean dumb;

    private SystemTerminal(String streams, boolean dumb) {
        this.streams = streams;
        this.dumb = dumb;
    }

    /**
     * Looks at this process.
     *
     * @param launcherSays the numbers of the streams that are terminals; empty if there was no launcher
     */
    public static SystemTerminal of(String launcherSays, Map<String, String> variables) {
        String streams = launcherSays.isEmpty() ? lookUp() : launcherSays;
        return new SystemTerminal(streams, "dumb".equals(variables.get("TERM")));
    }

    private static String lookUp() {
        StringBuilder streams = new StringBuilder();
        for (int stream = 0; stream <= 2; stream++) {
            if (isTerminal(Path.of("/proc/self/fd/" + stream))) {
                streams.append(stream);
            }
        }
        return streams.toString();
    }

    private static boolean isTerminal(Path stream) {
        try {
            String target = Files.readSymbolicLink(stream).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    @Override
    public boolean input() {
        return streams.contains("0");
    }

    @Override
    public boolean output() {
        return streams.contains("1");
    }

    @Override
    public boolean error() {
        return streams.contains("2") && !dumb;
    }

    @Override
    public int columns() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(TTY.toFile())
                    .redirectError(new File("/dev/null"))
                    .start();
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            stty.waitFor(1, TimeUnit.SECONDS);
            int columns = Integer.parseInt(answer.substring(answer.indexOf(' ') + 1));
            return columns > 0 ? columns : DEFAULT_COLUMNS;
        } catch (IOException | NumberFormatException e) {
            return DEFAULT_COLUMNS;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return DEFAULT_COLUMNS;
        }
    }
}
