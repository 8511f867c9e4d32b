package dev.ezworks.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where the packages under test are, and the Java that runs them. */
public final class Packages {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern VERSION = Pattern.compile("^JAVA_VERSION=\"(\\d+)");

    private Packages() {}

    /** The server's jar, with its {@code lib/} beside it. */
    public static Path server() {
        return built(ROOT.resolve("server/target/ezworks-server.jar"));
    }

    /** The command-line client's jar, with its {@code lib/} beside it. */
    public static Path cli() {
        return built(ROOT.resolve("cli/target/ezworks-cli.jar"));
    }

    /** The Java to run them with: {@code -Dezworks.e2e.java=/path/to/bin/java}, or the one that runs the tests. */
    public static String java() {
        String chosen = System.getProperty("ezworks.e2e.java", "");
        return chosen.isEmpty()
                ? Path.of(System.getProperty("java.home"), "bin", "java").toString()
                : chosen;
    }

    /** Its feature release, such as 17. */
    static int javaFeature() {
        Path release = Path.of(java()).resolve("../../release").normalize();
        try (Stream<String> lines = Files.lines(release)) {
            return lines.map(VERSION::matcher)
                    .filter(Matcher::find)
                    .map(line -> Integer.valueOf(line.group(1)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(release + " names no JAVA_VERSION"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path built(Path jar) {
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing: run ./mvnw package first");
        }
        return jar;
    }
}
