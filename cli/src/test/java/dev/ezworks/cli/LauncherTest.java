package dev.ezworks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ezworks}, with a JDK that only says how it was called. */
class LauncherTest {
    private static final Path SCRIPT = Path.of("../ezworks");
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    @TempDir
    Path folder;

    private Path sources;
    private Path jdk;

    @BeforeEach
    void prepare() throws IOException {
        jdk = folder.resolve("jdk");
        write(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        executable(write(jdk.resolve("bin/java"), "#!/bin/sh\necho \"java $*\"\n"));
        sources = folder.resolve("sources");
        executable(write(sources.resolve("ezworks"), Files.readString(SCRIPT)));
        write(sources.resolve("pom.xml"), "");
    }

    @Test
    void completionShouldNotBuild() throws Exception {
        assertThat(run(sources.resolve("ezworks"))).isEmpty();
        assertThat(names(sources)).containsExactlyInAnyOrder("ezworks", "pom.xml");
    }

    @Test
    void completionShouldTakeAnOldBuild() throws Exception {
        Path jar = write(sources.resolve("cli/target/ezworks-cli.jar"), "");
        Files.setLastModifiedTime(jar, LONG_AGO);

        assertThat(run(sources.resolve("ezworks")))
                .singleElement()
                .asString()
                .endsWith(jar + " __complete --last-word x");
        assertThat(names(sources)).doesNotContain("target");
    }

    @Test
    void completionShouldNotPrepareFasterStarts() throws Exception {
        Path installed = folder.resolve("installed");
        Path script = executable(write(installed.resolve("bin/ezworks"), Files.readString(SCRIPT)));
        write(installed.resolve("lib/version"), "1\n");
        write(installed.resolve("lib/server/ezworks-server.jar"), "");
        Path jar = write(installed.resolve("lib/cli/ezworks-cli.jar"), "");

        assertThat(run(script)).singleElement().asString().endsWith(jar + " __complete --last-word x");
        assertThat(folder.resolve("home")).doesNotExist();
    }

    private List<String> run(Path script) throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder(script.toString(), "__complete", "--last-word", "x");
        command.environment().keySet().removeIf(name -> name.startsWith("EZWORKS_") || name.startsWith("XDG_"));
        command.environment().put("JAVA_HOME", jdk.toString());
        command.environment().put("HOME", folder.resolve("home").toString());
        Process process = command.redirectErrorStream(true).start();
        process.getOutputStream().close();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
        return lines;
    }

    private static Path write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private static Path executable(Path file) throws IOException {
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
