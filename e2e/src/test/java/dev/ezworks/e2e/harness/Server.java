package dev.ezworks.e2e.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** A server with a store of its own; it can be killed and started again on the same store. */
public final class Server implements AutoCloseable {
    private final TestStore store;
    private final Map<String, String> environment;
    private final String[] jvmOptions;
    private final Path temp = Scratch.folder("temp");
    private ServerProcess process;
    private Api api;

    private Server(TestStore store, Map<String, String> settings, String... jvmOptions) {
        this.store = store;
        this.environment = new HashMap<>(store.environment());
        environment.putAll(settings);
        this.jvmOptions = jvmOptions;
        this.process = ServerProcess.start(environment, temp, jvmOptions);
        this.api = new Api(process.url());
    }

    /**
     * Starts one.
     *
     * @param settings more of them, as environment variables
     */
    public static Server start(StoreKind kind, Map<String, String> settings, String... jvmOptions) {
        TestStore store = kind.create();
        try {
            return new Server(store, settings, jvmOptions);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    public Api api() {
        return api;
    }

    public TestStore store() {
        return store;
    }

    /** The folder that the server was given for temporary files. */
    public Path temp() {
        return temp;
    }

    /** All that it printed since it was last started. */
    public String log() {
        return process.log();
    }

    /** The most memory that it has had resident since it was last started, in bytes; empty where that is not known. */
    public OptionalLong peakMemory() {
        return process.peakMemory();
    }

    /** See {@link ServerProcess#openFiles()}. */
    public List<String> openFiles() {
        return process.openFiles();
    }

    /** See {@link ServerProcess#connections()}. */
    public int connections() {
        return process.connections();
    }

    /** See {@link ServerProcess#collectGarbage()}. */
    public void collectGarbage() {
        process.collectGarbage();
    }

    /** Ends it as {@code kill -9} does and starts it again. */
    public void killAndRestart() {
        kill();
        start(Map.of());
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        process.kill();
    }

    /** Asks it to end, as an administrator does, and does not wait. */
    public void terminate() {
        process.terminate();
    }

    /** Whether it has ended within this time. */
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        return process.awaitEnd(patience);
    }

    /**
     * Starts it again after it has ended.
     *
     * @param changes settings that are other ones this time
     */
    public void start(Map<String, String> changes) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.putAll(changes);
        process = ServerProcess.start(changed, temp, jvmOptions);
        api = new Api(process.url());
    }

    /** Stops it as an administrator does and starts it again. */
    public void restart() {
        restartWith(Map.of());
    }

    /** The same, with settings that are other ones this time. */
    public void restartWith(Map<String, String> changes) {
        process.close();
        start(changes);
    }

    /** Does something while it does not run. */
    public <T> T whileStopped(Supplier<T> work) {
        process.close();
        T result = work.get();
        start(Map.of());
        return result;
    }

    @Override
    public void close() {
        process.close();
        store.close();
        Scratch.remove(temp);
    }
}
