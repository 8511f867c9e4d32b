package dev.ezworks.server.testing;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import reactor.core.publisher.Mono;

/** A {@code mongod} with a folder of its own, that does not outlive this JVM, not even if it is killed. */
final class MongodProcess implements AutoCloseable {
    private static final Duration START_TIME = Duration.ofSeconds(60);
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long PLENTY = 8L << 30;

    /**
     * The JVM holds the other end of this shell's standard input. When that closes, because the JVM ended in whatever
     * way, the shell ends mongod and removes its data. Until then it takes orders there, and answers each with a line.
     */
    private static final String GUARD = """
            folder=$1; shift
            while read -r order; do
                case $order in
                    start) "$@" </dev/null >/dev/null 2>"$folder/stderr" & ;;
                    kill) kill -KILL $!; wait $! ;;
                    freeze) kill -STOP $! ;;
                    thaw) kill -CONT $! ;;
                esac
                echo done
            done
            kill -KILL $! 2>/dev/null
            wait
            rm -rf "$folder"
            """;

    private final int port;
    private final Path folder;
    private final Process guard;
    private final BufferedWriter orders;
    private final BufferedReader answers;
    private boolean killed;
    private boolean frozen;

    private MongodProcess(int port, Path folder, Process guard) {
        this.port = port;
        this.folder = folder;
        this.guard = guard;
        this.orders = guard.outputWriter();
        this.answers = guard.inputReader();
    }

    static String startReplicaSet(Path binary) {
        MongodProcess mongod = start(binary, List.of("--replSet", "rs0"));
        Document member = new Document("_id", 0).append("host", mongod.address());
        mongod.initiate(new Document("_id", "rs0").append("members", List.of(member)));
        String uri = "mongodb://" + mongod.address() + "/?replicaSet=rs0";
        // The driver sends this to the primary, so it waits until there is one.
        mongod.run(uri, new Document("ping", 1));
        return uri;
    }

    static String startStandalone(Path binary) {
        MongodProcess mongod = start(binary, List.of());
        mongod.awaitAnswer();
        return "mongodb://" + mongod.address();
    }

    static MongodProcess start(Path binary, List<String> more) {
        try {
            int port = FreePort.pick();
            Path folder = makeFolder();
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
            // A server that is killed leaves its transactions, and what they wrote to is locked for this long.
            command.addAll(List.of("--setParameter", "transactionLifetimeLimitSeconds=5"));
            // Lets a test make the server fail or stall (failCommand).
            command.addAll(List.of("--setParameter", "enableTestCommands=1"));
            command.addAll(more);
            Process guard = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            MongodProcess mongod = new MongodProcess(port, folder, guard);
            Runtime.getRuntime().addShutdownHook(new Thread(mongod::close, "stop mongod"));
            mongod.order("start");
            return mongod;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In memory where there is plenty: tests kill mongod, but never pull the plug, and commits need not wait for a disk. */
    private static Path makeFolder() throws IOException {
        String prefix = "ezworks-mongod";
        if (Files.isDirectory(MEMORY) && MEMORY.toFile().getUsableSpace() >= PLENTY) {
            return Files.createTempDirectory(MEMORY, prefix);
        }
        return Files.createTempDirectory(prefix);
    }

    /** Host and port. */
    String address() {
        return "127.0.0.1:" + port;
    }

    /** Waits until it takes commands, as it does some time after it was started. */
    void awaitAnswer() {
        runHere(new Document("ping", 1));
    }

    /** Makes it the first of a replica set, whose members all take commands. */
    void initiate(Document configuration) {
        runHere(new Document("replSetInitiate", configuration));
    }

    /** Has a command run by this very mongod. */
    void runHere(Document command) {
        run("mongodb://" + address() + "/?directConnection=true", command);
    }

    /** Ends it as {@code kill -9} does; its data stay. */
    void kill() {
        order("kill");
        killed = true;
    }

    /** Stops it in its tracks: connections stay, nothing is answered. */
    void freeze() {
        order("freeze");
        frozen = true;
    }

    /** Starts it again on its data if it was killed, lets it go on if it was frozen. */
    void mend() {
        if (killed) {
            order("start");
        } else if (frozen) {
            order("thaw");
        }
        killed = false;
        frozen = false;
    }

    private synchronized void order(String order) {
        try {
            orders.write(order);
            orders.newLine();
            orders.flush();
            if (answers.readLine() == null) {
                throw new IllegalStateException("nobody takes the order to " + order + " mongod");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it and removes its data. Closing it again does nothing. */
    @Override
    public void close() {
        try {
            orders.close();
            guard.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(String uri, Document command) {
        String separator = uri.contains("?") ? "&" : "/?";
        try (MongoClient client =
                MongoClients.create(uri + separator + "serverSelectionTimeoutMS=" + START_TIME.toMillis())) {
            Mono.from(client.getDatabase("admin").runCommand(command)).block(START_TIME);
        } catch (RuntimeException e) {
            throw new IllegalStateException("mongod does not answer: " + lastWords(), e);
        }
    }

    private String lastWords() {
        try {
            Path log = Files.exists(folder.resolve("log")) ? folder.resolve("log") : folder.resolve("stderr");
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return "it left no log";
        }
    }
}
