package dev.ezworks.server.testing;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import reactor.core.publisher.Mono;

/** Starts {@code mongod} processes that do not outlive this JVM, not even if it is killed. */
final class MongodProcess {
    private static final Duration START_TIME = Duration.ofSeconds(60);

    /**
     * The JVM holds the other end of this shell's standard input. When that closes, because the JVM ended in whatever
     * way, the shell ends mongod and removes its data.
     */
    private static final String GUARD = """
            folder=$1; shift
            "$@" </dev/null >/dev/null 2>"$folder/stderr" &
            cat >/dev/null
            kill -KILL $! 2>/dev/null
            wait
            rm -rf "$folder"
            """;

    private MongodProcess() {}

    static String startReplicaSet(Path binary) {
        int port = freePort();
        Path folder = start(binary, port, List.of("--replSet", "rs0"));
        Document member = new Document("_id", 0).append("host", "127.0.0.1:" + port);
        Document configuration = new Document("_id", "rs0").append("members", List.of(member));
        run(folder, "mongodb://127.0.0.1:" + port + "/?directConnection=true", "replSetInitiate", configuration);
        String uri = "mongodb://127.0.0.1:" + port + "/?replicaSet=rs0";
        // The driver sends this to the primary, so it waits until there is one.
        run(folder, uri, "ping", 1);
        return uri;
    }

    static String startStandalone(Path binary) {
        int port = freePort();
        Path folder = start(binary, port, List.of());
        String uri = "mongodb://127.0.0.1:" + port;
        run(folder, uri, "ping", 1);
        return uri;
    }

    private static Path start(Path binary, int port, List<String> more) {
        try {
            Path folder = Files.createTempDirectory("ezworks-mongod");
            List<String> command = new ArrayList<>(List.of("sh", "-c", GUARD, "mongod-guard", folder.toString()));
            command.add(binary.toString());
            command.addAll(List.of("--port", Integer.toString(port), "--bind_ip", "127.0.0.1", "--nounixsocket"));
            command.addAll(List.of(
                    "--dbpath",
                    folder.toString(),
                    "--logpath",
                    folder.resolve("log").toString()));
            command.addAll(List.of("--wiredTigerCacheSizeGB", "0.25"));
            // Tests use sessions of the past; only they decide when those go.
            command.addAll(List.of("--setParameter", "ttlMonitorEnabled=false"));
            command.addAll(List.of("--setParameter", "diagnosticDataCollectionEnabled=false"));
            // Lets a test make the server fail or stall (failCommand).
            command.addAll(List.of("--setParameter", "enableTestCommands=1"));
            command.addAll(more);
            Process guard = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(guard), "stop mongod"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(Process guard) {
        try {
            guard.getOutputStream().close();
            guard.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(Path folder, String uri, String command, Object argument) {
        String separator = uri.contains("?") ? "&" : "/?";
        try (MongoClient client =
                MongoClients.create(uri + separator + "serverSelectionTimeoutMS=" + START_TIME.toMillis())) {
            Mono.from(client.getDatabase("admin").runCommand(new Document(command, argument)))
                    .block(START_TIME);
        } catch (RuntimeException e) {
            throw new IllegalStateException("mongod did not start: " + lastWords(folder), e);
        }
    }

    private static String lastWords(Path folder) {
        try {
            Path log = Files.exists(folder.resolve("log")) ? folder.resolve("log") : folder.resolve("stderr");
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return "it left no log";
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
