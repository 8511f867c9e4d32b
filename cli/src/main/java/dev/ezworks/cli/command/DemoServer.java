package dev.ezworks.cli.command;

import dev.ezworks.cli.CliException;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.client.ConnectionSettings;
import dev.ezworks.cli.client.EnvironmentProxySelector;
import dev.ezworks.cli.client.EzworksClient;
import dev.ezworks.cli.client.ServerUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A server of its own for the demo: on a free port, with a store in a temporary folder, and with nothing of the
 * user's settings.
 */
final class DemoServer implements AutoCloseable {
    private static final Set<String> PASSED_ON = Set.of(
            "PATH",
            "HOME",
            "JAVA_HOME",
            "LANG",
            "LC_ALL",
            "TMPDIR",
            "EZWORKS_JAVA_OPTS",
            "EZWORKS_TRAINING",
            "SDKMAN_DIR");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int LOG_LINES = 5;
    private static final long STOP_SECONDS = 45;

    private static final ConnectionSettings SETTINGS =
            new ConnectionSettings(POLL.multipliedBy(20), PATIENCE, null, new EnvironmentProxySelector(Map.of()));

    private final Process process;
    private final ServerUrl url;
    private final Path log;

    private DemoServer(Process process, ServerUrl url, Path log) {
        this.process = process;
        this.url = url;
        this.log = log;
    }

    /** Starts a server whose working folder, which is empty, and store are below a folder. */
    static DemoServer start(Environment environment, Path folder) throws IOException {
        ServerUrl url = new ServerUrl("http", "127.0.0.1", freePort());
        Path workingFolder = Files.createDirectory(folder.resolve("server"));
        Path log = folder.resolve("server.log");
        ProcessBuilder builder = new ProcessBuilder(
                        Launcher.of(environment).serve(url.host(), url.port(), folder.resolve("data")))
                .directory(workingFolder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().retainAll(PASSED_ON);
        return new DemoServer(builder.start(), url, log);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    ServerUrl url() {
        return url;
    }

    /** Waits until the server answers. */
    void awaitReady() throws IOException, InterruptedException {
        EzworksClient client = EzworksClient.of(url, SETTINGS);
        long startedAt = System.nanoTime();
        while (!client.ready()) {
            if (!process.isAlive() || System.nanoTime() - startedAt > PATIENCE.toNanos()) {
                throw new CliException(ExitCode.ERROR, "the server did not start: " + endOfLog(), "");
            }
            process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Says hello in TLS to the server, which does not speak it. The demo is what the launcher makes its archives from,
     * and TLS is half of what a client loads that needs it.
     */
    void greetInTls() {
        EzworksClient.of(new ServerUrl("https", url.host(), url.port()), SETTINGS)
                .ready();
    }

    private String endOfLog() throws IOException {
        List<String> lines =
                Files.readString(log, StandardCharsets.UTF_8).lines().toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }

    /** Stops the server: politely, then not. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
