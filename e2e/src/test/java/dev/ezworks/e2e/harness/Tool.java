package dev.ezworks.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Somebody else's program, as people use it beside ours. */
public final class Tool {
    private final Path program;

    private Tool(Path program) {
        this.program = program;
    }

    /** A program of the system; without it the test is skipped, loudly. */
    public static Tool of(String name) {
        Path program = Path.of("/usr/bin", name);
        Requirements.require(Files.isExecutable(program), "needs " + program);
        return new Tool(program);
    }

    /** Runs it and answers its exit code. What it says goes to the test's own output. */
    public int run(Path folder, String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
