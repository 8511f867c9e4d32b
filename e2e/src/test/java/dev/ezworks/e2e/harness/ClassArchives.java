package dev.ezworks.e2e.harness;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Archives of the classes that server and client load, as the launcher has them: hundreds of starts need not read and
 * verify each class again. Made from a server that takes one upload, by whichever of the processes that run tests needs
 * one first; the others wait for it.
 */
final class ClassArchives {
    private static final int FIRST_WITH_AOT_CACHE = 25;
    private static final int JAVA_FEATURE = Packages.javaFeature();
    private static final boolean AOT = JAVA_FEATURE >= FIRST_WITH_AOT_CACHE;
    private static final Path FOLDER =
            Path.of("target", "class-archives", Integer.toString(JAVA_FEATURE)).toAbsolutePath();

    /** By jar; empty until the first start. */
    private static final Map<Path, String> OPTIONS = new HashMap<>();

    private ClassArchives() {}

    /** The option with which to start Java for this jar. */
    static synchronized String optionFor(Path jar) {
        if (OPTIONS.isEmpty()) {
            prepare(Packages.server(), Packages.cli());
        }
        return Objects.requireNonNull(OPTIONS.get(jar));
    }

    private static void prepare(Path serverJar, Path cliJar) {
        try {
            Files.createDirectories(FOLDER);
            try (FileChannel lock = FileChannel.open(FOLDER.resolve("lock"), CREATE, WRITE)) {
                lock.lock();
                if (!isFresh(serverJar) || !isFresh(cliJar)) {
                    make(serverJar, cliJar);
                }
            }
            OPTIONS.put(serverJar, using(serverJar));
            OPTIONS.put(cliJar, using(cliJar));
        } catch (IOException e) {
            OPTIONS.clear();
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFresh(Path jar) throws IOException {
        Path archive = of(jar);
        return Files.exists(archive)
                && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(Packages.server())) > 0
                && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(Packages.cli())) > 0;
    }

    /** What is started here asks for its option as all do. */
    private static void make(Path serverJar, Path cliJar) throws IOException {
        // Nobody uses them, and none may be left from other jars if this fails.
        Files.deleteIfExists(of(serverJar));
        Files.deleteIfExists(of(cliJar));
        OPTIONS.put(serverJar, making(serverJar));
        OPTIONS.put(cliJar, "-Xshare:auto");
        Path folder = Scratch.folder("training");
        Map<String, String> settings =
                Map.of("EZWORKS_DATA", folder.resolve("data").toString());
        try (ServerProcess server = ServerProcess.start(settings, folder);
                Terminal terminal = new Terminal(server.url())) {
            Username alice = new Username("alice");
            terminal.signUp(Role.OPS, alice);
            terminal.logIn(Role.OPS, alice);
            Path file = Files.writeString(folder.resolve("file"), "to be uploaded");
            OPTIONS.put(cliJar, making(cliJar));
            terminal.must("upload", file.toString());
        } finally {
            Scratch.remove(folder);
        }
    }

    private static String making(Path jar) {
        return (AOT ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + of(jar);
    }

    private static String using(Path jar) {
        if (!Files.exists(of(jar))) {
            throw new IllegalStateException("Java has made no " + of(jar));
        }
        return (AOT ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + of(jar);
    }

    private static Path of(Path jar) {
        return FOLDER.resolve(jar.getFileName() + (AOT ? ".aot" : ".jsa"));
    }
}
