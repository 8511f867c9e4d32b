package dev.ezworks.e2e.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What a process prints, read as it comes. */
final class Lines {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    Lines(InputStream stream, Consumer<String> onLine) {
        this.reader = new Thread(() -> read(stream, onLine), "process-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(InputStream stream, Consumer<String> onLine) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
                onLine.accept(line);
            }
        } catch (IOException e) {
            lines.add("(output ends: " + e.getMessage() + ")");
        }
    }

    /** All lines, once the process has ended. */
    List<String> all() throws InterruptedException {
        reader.join();
        return soFar();
    }

    List<String> soFar() {
        return List.copyOf(lines);
    }
}
