package dev.ezworks.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packaged server, running. Closing it stops it as an administrator would, and waits. */
public final class ServerProcess implements AutoCloseable {
    /**
     * An option for a server that has gigabytes to digest. Others are compiled by the quick compiler only: in the first
     * minute, and no test lasts longer, the better one takes more time than it gives.
     */
    public static final String OPTIMIZED = "-XX:TieredStopAtLevel=4";

    private static final int FIRST_TO_WARN_OF_NATIVE_ACCESS = 22;
    private static final int FIRST_TO_WARN_OF_UNSAFE = 23;
    private static final List<String> AS_THE_LAUNCHER = asTheLauncherDoes(Packages.javaFeature());
    private static final Pattern READY = Pattern.compile("ready on (https?://[^\\s,]+)");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final Duration START_TIME = Duration.ofSeconds(90);
    private static final Duration STOP_TIME = Duration.ofSeconds(45);

    private final Process process;
    private final Lines out;
    private final Lines err;
    private final CompletableFuture<URI> ready = new CompletableFuture<>();

    private ServerProcess(Process process) {
        this.process = process;
        this.out = new Lines(process.getInputStream(), this::look);
        this.err = new Lines(process.getErrorStream(), this::look);
    }

    /**
     * Starts a server with these settings in a folder of its own and waits until it is ready.
     *
     * @param environment settings; without {@code SERVER_PORT} it takes a free port
     * @param temp the folder that it is given for temporary files
     */
    public static ServerProcess start(Map<String, String> environment, Path temp, String... jvmOptions) {
        ServerProcess server = launch(environment, temp, jvmOptions);
        try {
            server.ready.get(START_TIME.toMillis(), TimeUnit.MILLISECONDS);
            return server;
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            server.kill();
            throw new IllegalStateException("the server did not get ready:\n" + server.log(), e);
        }
    }

    /** Starts a server that is expected to refuse its settings, and waits for its end. */
    public static Finished startInVain(Map<String, String> environment, Path temp) throws InterruptedException {
        try (ServerProcess server = launch(environment, temp)) {
            if (!server.process.waitFor(START_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the server runs, which it should not:\n" + server.log());
            }
            return new Finished(server.process.exitValue(), server.out.all(), server.err.all());
        }
    }

    private static ServerProcess launch(Map<String, String> environment, Path temp, String... jvmOptions) {
        List<String> options = new ArrayList<>(AS_THE_LAUNCHER);
        options.add("-XX:TieredStopAtLevel=1");
        options.addAll(List.of(jvmOptions));
        options.add("-Djava.io.tmpdir=" + temp);
        Map<String, String> settings = new HashMap<>(environment);
        settings.putIfAbsent("SERVER_PORT", "0");
        ServerProcess server =
                new ServerProcess(new Launch(Packages.server(), options, List.of(), settings, temp).start());
        server.process
                .onExit()
                .thenRun(() -> server.ready.completeExceptionally(new IllegalStateException("it ended")));
        return server;
    }

    private static List<String> asTheLauncherDoes(int javaFeature) {
        List<String> options = new ArrayList<>(List.of("-XX:+ExitOnOutOfMemoryError"));
        if (javaFeature >= FIRST_TO_WARN_OF_NATIVE_ACCESS) {
            options.add("--enable-native-access=ALL-UNNAMED");
        }
        if (javaFeature >= FIRST_TO_WARN_OF_UNSAFE) {
            options.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "-Dio.netty.noUnsafe=false"));
        }
        return options;
    }

    private void look(String line) {
        Matcher matcher = READY.matcher(line);
        if (matcher.find()) {
            ready.complete(URI.create(matcher.group(1)));
        }
    }

    /** Where it listens, such as {@code http://127.0.0.1:41234}. */
    public URI url() {
        return ready.join();
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** All that it printed so far. */
    public String log() {
        return String.join("\n", out.soFar()) + "\n" + String.join("\n", err.soFar());
    }

    /** The most memory that it has had resident so far, in bytes; empty where the system has no {@code /proc}. */
    public OptionalLong peakMemory() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return OptionalLong.empty();
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.map(PEAK::matcher)
                    .filter(Matcher::matches)
                    .mapToLong(peak -> Long.parseLong(peak.group(1)) * 1024)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What its open file descriptors lead to, as Linux names it: a path, or such as {@code socket:[4711]}. */
    public List<String> openFiles() {
        return ProcFiles.of(process.pid());
    }

    /** How many connections to it are open on its side; those that it has to a database do not count. */
    public int connections() {
        return ProcFiles.connections(process.pid(), url().getPort());
    }

    /** Makes it collect its garbage now, so that whatever finds leaks by references finds them. */
    public void collectGarbage() {
        Path jcmd = Path.of(Packages.java()).resolveSibling("jcmd");
        try {
            Process collection = new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (collection.waitFor() != 0) {
                throw new IllegalStateException("jcmd failed: " + collection.exitValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Asks it to end, as an administrator does, and does not wait. */
    void terminate() {
        // Not by the process itself, which would close its output too: what it says and does at its end would be lost.
        process.toHandle().destroy();
    }

    /** Whether it has ended within this time. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        terminate();
        try {
            if (!process.waitFor(STOP_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the server does not stop:\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
