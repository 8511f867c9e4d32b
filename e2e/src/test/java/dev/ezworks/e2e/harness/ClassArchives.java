package dev.ezworks.e2e.harness;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Archives of the classes that server and client load, as the launcher has them: hundreds of starts need not read and
 * verify each class again. Made by the first start in a run of the tests, from a server that takes one upload.
 */
final class ClassArchives {
    /** One for each process that runs tests. */
    private static final Path FOLDER = Path.of("target", "class-archives", System.getProperty("ezworks.e2e.fork", "1"))
            .toAbsolutePath();

    private static final int FIRST_WITH_AOT_CACHE = 25;
    private static final boolean AOT = Packages.javaFeature() >= FIRST_WITH_AOT_CACHE;

    /** By jar; empty until the first start. */
    private static final Map<Path, String> OPTIONS = new HashMap<>();

    private ClassArchives() {}

    /** The option with which to start Java for this jar. */
    static synchronized String optionFor(Path jar) {
        if (OPTIONS.isEmpty()) {
            make(Packages.server(), Packages.cli());
        }
        return Objects.requireNonNull(OPTIONS.get(jar));
    }

    /** What is started here asks for its option as all do. */
    private static void make(Path serverJar, Path cliJar) {
        Path folder = Scratch.folder("training");
        OPTIONS.put(serverJar, making(serverJar));
        OPTIONS.put(cliJar, "-Xshare:auto");
        try {
            Path file = Files.writeString(Files.createDirectories(FOLDER).resolve("file"), "to be uploaded");
            Map<String, String> settings =
                    Map.of("EZWORKS_DATA", folder.resolve("data").toString());
            try (ServerProcess server = ServerProcess.start(settings, folder);
                    Terminal terminal = new Terminal(server.url())) {
                Username alice = new Username("alice");
                terminal.signUp(Role.OPS, alice);
                terminal.logIn(Role.OPS, alice);
                OPTIONS.put(cliJar, making(cliJar));
                terminal.must("upload", file.toString());
                OPTIONS.put(cliJar, using(cliJar));
            }
            OPTIONS.put(serverJar, using(serverJar));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
